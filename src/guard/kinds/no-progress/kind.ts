import {KIND} from '../../../detect/view/step-kinds.js';
import type {GuardKind} from '../../guard-kind.js';
import {lacksResults} from '../../meter/recorded.js';
import {PairIndex} from '../../../tree/pair-index.js';

export const kind: GuardKind = {
  id: 'no-progress',
  title: 'Calls without anything new',
  watches: 'behaviour',
  stops: 'Calls that only bring answers that the same calls have given before.',
  units: ['tool-call'],
  scopes: ['agent-instance', 'agent-name', 'run', 'subtree'],
  resets: ['user-turn', 'never'],
  effects: ['stop-run', 'nudge'],
  limit: {
    default: 10,
    reason: 'more stale answers in a row than a re-read after a compaction explains',
    sweep: [3, 5, 8, 10, 15, 20, 30, 50],
    tripsAt: 'above',
  },
  parameters: {},
  judge: lacksResults,
  startMeter: ({steps}) => {
    const seen = new Map<number, PairIndex>();
    let stale = 0;
    return {
      begin: (step) => (steps.kind[step] === KIND.tool ? stale + 1 : undefined),
      settle(step) {
        const [call, told] = [steps.l3[step] ?? -1, steps.outcomeSig[step] ?? -1];
        if (steps.kind[step] !== KIND.tool || call < 0 || told < 0) return;
        const lane = steps.lane[step] ?? 0;
        let pairs = seen.get(lane);
        if (pairs === undefined) seen.set(lane, (pairs = new PairIndex()));
        const before = pairs.count;
        stale = pairs.intern(call, told) === before ? 0 : stale + 1;
      },
    };
  },
};
