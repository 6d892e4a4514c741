import type {GuardKind} from '../../guard-kind.js';
import {startRoundCount} from '../../meter/count-steps.js';
import {lacksUnit} from '../../meter/recorded.js';

export const kind: GuardKind = {
  id: 'max-steps',
  title: 'Most super-steps',
  watches: 'amount',
  stops:
    'A graph that goes round and round: each reply is one super-step, its tool calls together one.',
  units: ['super-step'],
  scopes: ['run', 'agent-instance', 'agent-name', 'subtree'],
  resets: ['user-turn', 'never'],
  effects: ['stop-run', 'stop-scope'],
  limit: {
    default: 100,
    reason: 'two super-steps for each of 50 model calls',
    sweep: [10, 25, 50, 75, 100, 150, 200, 300, 500, 1000],
    tripsAt: 'above',
  },
  parameters: {},
  judge: (view, guard) => lacksUnit(view, guard.unit),
  startMeter: (view, guard) => startRoundCount(view, guard.unit),
};
