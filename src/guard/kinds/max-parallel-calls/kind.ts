import {KIND} from '../../../detect/view/step-kinds.js';
import type {GuardKind} from '../../guard-kind.js';
import {lacksUnit} from '../../meter/recorded.js';

export const kind: GuardKind = {
  id: 'max-parallel-calls',
  title: 'Most calls of one reply',
  watches: 'amount',
  stops: 'One reply that asks for very many calls at once.',
  units: ['tool-call'],
  scopes: ['run', 'agent-instance', 'agent-name'],
  resets: ['never'],
  effects: ['stop-run', 'refuse-call'],
  limit: {
    default: 20,
    reason: 'several times what a model asks for in one reply in the healthy runs we have',
    sweep: [2, 3, 5, 8, 10, 15, 20, 30, 50, 100],
    tripsAt: 'above',
  },
  parameters: {},
  judge: (view) => lacksUnit(view, 'tool-call'),
  startMeter: ({steps}) => {
    const calls = new Map<number, number>();
    return {
      begin(step) {
        if (steps.kind[step] !== KIND.tool) return undefined;
        const round = steps.round[step] ?? -1;
        if (round < 0) return 1;
        const next = (calls.get(round) ?? 0) + 1;
        calls.set(round, next);
        return next;
      },
    };
  },
};
