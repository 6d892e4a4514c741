import {KIND} from '../../../detect/view/step-kinds.js';
import type {GuardKind} from '../../guard-kind.js';
import {lacksResults} from '../../meter/recorded.js';

export const kind: GuardKind = {
  id: 'same-result',
  title: 'Same call and same result in a row',
  watches: 'behaviour',
  stops: 'One call repeated after it has given the same answer before: the answer is known.',
  units: ['tool-call'],
  scopes: ['agent-instance', 'agent-name', 'run', 'subtree', 'tool'],
  resets: ['user-turn', 'never'],
  effects: ['stop-run', 'refuse-call', 'nudge'],
  limit: {
    default: 3,
    reason: 'a second look may be meant, a fourth is not (OpenHands and stella stop there)',
    sweep: [2, 3, 4, 5, 6, 8, 10, 15, 20],
    tripsAt: 'above',
  },
  parameters: {},
  judge: lacksResults,
  startMeter: ({steps}) => {
    // Per lane: the last call and result known, and how often it came in a row.
    const last = new Map<number, {proven: number; call: number; times: number}>();
    return {
      begin(step) {
        if (steps.kind[step] !== KIND.tool) return undefined;
        const known = last.get(steps.lane[step] ?? 0);
        const goesOn = known !== undefined && known.call === (steps.l3[step] ?? -1);
        return goesOn ? known.times + 1 : 1;
      },
      settle(step) {
        const proven = steps.l4[step] ?? -1;
        if (steps.kind[step] !== KIND.tool || proven < 0) return;
        const lane = steps.lane[step] ?? 0;
        const known = last.get(lane);
        const times = known?.proven === proven ? known.times + 1 : 1;
        last.set(lane, {proven, call: steps.l3[step] ?? -1, times});
      },
    };
  },
};
