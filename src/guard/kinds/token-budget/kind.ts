import {KIND} from '../../../detect/view/step-kinds.js';
import type {GuardKind} from '../../guard-kind.js';
import {lacksTokens} from '../../meter/recorded.js';
import {readTokens} from '../../meter/read-tokens.js';

export const kind: GuardKind = {
  id: 'token-budget',
  title: 'Token budget',
  watches: 'amount',
  stops: 'A run that has used its tokens: what it resends each call counts each time.',
  units: ['token'],
  scopes: ['run', 'agent-instance', 'agent-name', 'subtree'],
  resets: ['never', 'user-turn'],
  effects: ['stop-run', 'stop-scope'],
  limit: {
    default: 1_000_000,
    reason: 'a round number to begin with; set it from your own runs',
    sweep: [10_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000],
    tripsAt: 'reached',
  },
  parameters: {
    count: {
      default: 'all',
      unit: 'which tokens',
      describe: 'input, output, or all of both',
      choices: ['all', 'input', 'output'],
    },
  },
  judge: lacksTokens,
  startMeter: ({steps}, guard) => {
    const which = String(guard.parameters['count'] ?? 'all');
    let used = 0;
    return {
      begin: (step) => (steps.kind[step] === KIND.llm ? used : undefined),
      settle(step) {
        used += readTokens(steps, step, which);
      },
    };
  },
};
