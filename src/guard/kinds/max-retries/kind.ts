import {KIND, OUTCOME} from '../../../detect/view/step-kinds.js';
import type {GuardKind} from '../../guard-kind.js';
import {lacksResults} from '../../meter/recorded.js';

export const kind: GuardKind = {
  id: 'max-retries',
  title: 'Retries of one failed call',
  watches: 'behaviour',
  stops: 'The same call tried again after it failed, more often than a passing fault explains.',
  units: ['failure'],
  scopes: ['agent-instance', 'agent-name', 'run', 'subtree', 'tool'],
  resets: ['user-turn', 'never'],
  effects: ['stop-run', 'refuse-call', 'nudge'],
  limit: {
    default: 3,
    reason: 'what clients with exponential back-off usually do',
    sweep: [1, 2, 3, 4, 5, 6, 8, 10, 20],
    tripsAt: 'above',
  },
  parameters: {},
  judge: lacksResults,
  startMeter: ({steps}) => {
    // Failures of a call since it last succeeded.
    const failed = new Map<number, number>();
    return {
      begin(step) {
        if (steps.kind[step] !== KIND.tool) return undefined;
        return failed.get(steps.l3[step] ?? -1) ?? 0;
      },
      settle(step) {
        const call = steps.l3[step] ?? -1;
        if (steps.kind[step] !== KIND.tool || call < 0) return;
        if (steps.outcome[step] === OUTCOME.ok) failed.delete(call);
        else if (steps.outcome[step] === OUTCOME.error) {
          failed.set(call, (failed.get(call) ?? 0) + 1);
        }
      },
    };
  },
};
