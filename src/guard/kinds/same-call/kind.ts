import {KIND} from '../../../detect/view/step-kinds.js';
import type {GuardKind} from '../../guard-kind.js';
import {lacksArguments} from '../../meter/recorded.js';

/** The same call again and again, whatever it answers: what most products check, and where they are wrong. */
export const kind: GuardKind = {
  id: 'same-call',
  title: 'Same call in a row',
  watches: 'behaviour',
  stops: 'One call repeated with the same arguments, even where its answer changes.',
  units: ['tool-call'],
  scopes: ['agent-instance', 'agent-name', 'run', 'subtree', 'tool'],
  resets: ['user-turn', 'never', 'success'],
  effects: ['stop-run', 'refuse-call', 'nudge'],
  limit: {
    default: 5,
    reason: 'Gemini CLI and Cline stop at 5; polling and paging reach it honestly',
    sweep: [2, 3, 4, 5, 6, 8, 10, 15, 20, 30],
    tripsAt: 'above',
  },
  parameters: {},
  judge: lacksArguments,
  startMeter: ({steps}) => {
    const last = new Map<number, {call: number; times: number}>();
    return {
      begin(step) {
        if (steps.kind[step] !== KIND.tool) return undefined;
        const lane = steps.lane[step] ?? 0;
        const call = steps.l3[step] ?? -1;
        const before = last.get(lane);
        const times = call >= 0 && before?.call === call ? before.times + 1 : 1;
        last.set(lane, {call, times});
        return times;
      },
    };
  },
};
