import {KIND} from '../../../detect/view/step-kinds.js';
import type {GuardKind} from '../../guard-kind.js';

export const kind: GuardKind = {
  id: 'max-compactions',
  title: 'Most compactions',
  watches: 'amount',
  stops: 'A conversation that is squeezed together again and again and forgets what it was for.',
  units: ['compaction'],
  scopes: ['agent-instance', 'agent-name', 'run', 'subtree'],
  resets: ['user-turn', 'never'],
  effects: ['stop-run', 'nudge'],
  limit: {
    default: 3,
    reason: 'Claude Code gives up after three failed compactions in a row',
    sweep: [1, 2, 3, 4, 5, 8, 10],
    tripsAt: 'above',
  },
  parameters: {},
  judge: () => undefined,
  startMeter: ({steps}) => {
    let compactions = 0;
    return {
      begin: (step) => (steps.kind[step] === KIND.compaction ? ++compactions : undefined),
    };
  },
};
