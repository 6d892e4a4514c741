import type {GuardKind} from '../../guard-kind.js';
import {lacksTimes} from '../../meter/recorded.js';

const US_PER_SECOND = 1e6;

export const kind: GuardKind = {
  id: 'idle-time',
  title: 'Longest silence',
  watches: 'amount',
  stops: 'A run in which nothing has happened for a long time: no beginning and no end.',
  units: ['second'],
  scopes: ['run', 'agent-instance', 'subtree'],
  resets: ['never', 'user-turn'],
  effects: ['stop-run', 'stop-scope'],
  limit: {
    default: 900,
    reason: 'a quarter of an hour; people come back after longer, so reset it at their turns',
    sweep: [30, 60, 120, 300, 600, 900, 1800, 3600],
    tripsAt: 'above',
  },
  parameters: {},
  judge: lacksTimes,
  startMeter: ({steps}) => {
    let lastUs = NaN;
    const note = (atUs = NaN): void => {
      if (atUs > lastUs || Number.isNaN(lastUs)) lastUs = atUs;
    };
    return {
      begin(step) {
        const nowUs = steps.startUs[step] ?? NaN;
        const gapUs = Math.max(0, nowUs - lastUs);
        note(nowUs);
        return Number.isNaN(gapUs) ? undefined : gapUs / US_PER_SECOND;
      },
      settle(step) {
        note(steps.endUs[step]);
      },
    };
  },
};
