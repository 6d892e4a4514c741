import {KIND} from '../../../detect/view/step-kinds.js';
import type {GuardKind} from '../../guard-kind.js';
import {lacksTimes, lacksTokens} from '../../meter/recorded.js';
import {readTokens} from '../../meter/read-tokens.js';

const MINUTE_US = 60e6;

export const kind: GuardKind = {
  id: 'tokens-per-minute',
  title: 'Tokens a minute',
  watches: 'amount',
  stops:
    'A burn rate that no work of one agent explains: many parallel branches, or a very tight loop.',
  units: ['token-per-minute'],
  scopes: ['run', 'agent-instance', 'agent-name', 'subtree'],
  resets: ['never'],
  effects: ['stop-run', 'nudge'],
  limit: {
    default: 1_000_000,
    reason: 'a round number to begin with; set it from your own runs',
    sweep: [20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000],
    tripsAt: 'reached',
  },
  parameters: {},
  judge: (view) => lacksTimes(view) ?? lacksTokens(view),
  startMeter: ({steps}) => {
    const known: {atUs: number; tokens: number}[] = [];
    let first = 0;
    let sum = 0;
    return {
      begin(step) {
        const nowUs = steps.startUs[step] ?? NaN;
        if (steps.kind[step] !== KIND.llm || Number.isNaN(nowUs)) return undefined;
        for (let old = known[first]; old !== undefined; old = known[first]) {
          if (old.atUs > nowUs - MINUTE_US) break;
          sum -= old.tokens;
          first++;
        }
        return sum;
      },
      settle(step) {
        const tokens = readTokens(steps, step);
        const atUs = steps.endUs[step] ?? NaN;
        if (tokens === 0 || Number.isNaN(atUs)) return;
        known.push({atUs, tokens});
        sum += tokens;
      },
    };
  },
};
