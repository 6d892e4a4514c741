import type {GuardKind} from '../../guard-kind.js';
import {isOfUnit, startStepCount} from '../../meter/count-steps.js';
import {lacksUnit} from '../../meter/recorded.js';

export const kind: GuardKind = {
  id: 'max-tool-calls',
  title: 'Most tool calls',
  watches: 'amount',
  stops: 'More calls of tools, or of one tool, than the work can need.',
  units: ['tool-call'],
  scopes: ['run', 'tool', 'agent-instance', 'agent-name', 'subtree'],
  resets: ['never', 'user-turn'],
  effects: ['stop-run', 'refuse-call', 'stop-scope', 'nudge'],
  limit: {
    default: 100,
    reason: 'two calls for each of 50 model calls; set it from your own runs',
    sweep: [5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500],
    tripsAt: 'above',
  },
  parameters: {},
  judge: (view, guard) => lacksUnit(view, guard.unit),
  startMeter: (view, guard) => startStepCount(isOfUnit(view, guard.unit)),
};
