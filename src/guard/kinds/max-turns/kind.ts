import type {GuardKind} from '../../guard-kind.js';
import {isOfUnit, startRoundCount, startStepCount} from '../../meter/count-steps.js';
import {lacksUnit} from '../../meter/recorded.js';

export const kind: GuardKind = {
  id: 'max-turns',
  title: 'Most model calls',
  watches: 'amount',
  stops: 'An agent that goes on asking the model, whatever it does with the answers.',
  units: ['llm-call', 'round'],
  scopes: ['run', 'agent-instance', 'agent-name', 'subtree'],
  resets: ['never', 'user-turn'],
  effects: ['stop-run', 'stop-scope', 'nudge'],
  limit: {
    default: 50,
    reason:
      'between the defaults of the frameworks that have one (10 to 500); set it from your own runs',
    sweep: [5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 500],
    tripsAt: 'above',
  },
  parameters: {},
  judge: (view, guard) => lacksUnit(view, guard.unit),
  startMeter: (view, guard) =>
    guard.unit === 'round'
      ? startRoundCount(view, guard.unit)
      : startStepCount(isOfUnit(view, guard.unit)),
};
