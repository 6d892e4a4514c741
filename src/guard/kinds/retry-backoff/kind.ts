import {KIND, OUTCOME} from '../../../detect/view/step-kinds.js';
import type {GuardKind} from '../../guard-kind.js';
import {lacksResults, lacksTimes} from '../../meter/recorded.js';

const US_PER_SECOND = 1e6;

export const kind: GuardKind = {
  id: 'retry-backoff',
  title: 'Retries without back-off',
  watches: 'behaviour',
  stops: 'A failed call tried again at once, again and again, instead of after a growing wait.',
  units: ['failure'],
  scopes: ['agent-instance', 'agent-name', 'run', 'subtree', 'tool'],
  resets: ['user-turn', 'never'],
  effects: ['stop-run', 'refuse-call', 'nudge'],
  limit: {
    default: 2,
    reason: 'one quick second try is common and harmless',
    sweep: [1, 2, 3, 4, 5, 8, 10],
    tripsAt: 'above',
  },
  parameters: {
    wait: {
      default: 1,
      unit: 'seconds',
      describe: 'shortest wait before the first retry; it doubles with each further one',
    },
  },
  judge: (view) => lacksTimes(view) ?? lacksResults(view),
  startMeter: ({steps}, guard) => {
    const waitUs = Number(guard.parameters['wait'] ?? 1) * US_PER_SECOND;
    const failed = new Map<number, {times: number; endUs: number; hasty: number}>();
    return {
      begin(step) {
        if (steps.kind[step] !== KIND.tool) return undefined;
        const before = failed.get(steps.l3[step] ?? -1);
        if (before === undefined) return 0;
        const gapUs = (steps.startUs[step] ?? NaN) - before.endUs;
        if (gapUs < waitUs * 2 ** Math.min(before.times - 1, 30)) before.hasty++;
        return before.hasty;
      },
      // Only the call that is over the limit is refused, and only a hasty one takes the count there.
      refuse(step) {
        const before = failed.get(steps.l3[step] ?? -1);
        if (before !== undefined) before.hasty--;
      },
      settle(step) {
        const call = steps.l3[step] ?? -1;
        if (steps.kind[step] !== KIND.tool || call < 0) return;
        if (steps.outcome[step] === OUTCOME.ok) failed.delete(call);
        else if (steps.outcome[step] === OUTCOME.error) {
          const before = failed.get(call);
          const endUs = steps.endUs[step] ?? NaN;
          failed.set(call, {
            times: (before?.times ?? 0) + 1,
            endUs,
            hasty: before?.hasty ?? 0,
          });
        }
      },
    };
  },
};
