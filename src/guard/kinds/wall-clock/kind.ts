import type {GuardKind} from '../../guard-kind.js';
import {lacksTimes} from '../../meter/recorded.js';

const US_PER_SECOND = 1e6;

export const kind: GuardKind = {
  id: 'wall-clock',
  title: 'Longest duration',
  watches: 'amount',
  stops:
    'A run that takes longer than anybody waits for it: no step begins after the time is over.',
  units: ['second'],
  scopes: ['run', 'agent-instance', 'subtree'],
  resets: ['never', 'user-turn'],
  effects: ['stop-run', 'stop-scope'],
  limit: {
    default: 3600,
    reason: 'an hour; set it from your own runs',
    sweep: [30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400],
    tripsAt: 'above',
  },
  parameters: {},
  judge: lacksTimes,
  startMeter: ({steps}) => {
    let fromUs = NaN;
    return {
      begin(step) {
        const nowUs = steps.startUs[step] ?? NaN;
        if (Number.isNaN(nowUs)) return undefined;
        if (Number.isNaN(fromUs)) fromUs = nowUs;
        return (nowUs - fromUs) / US_PER_SECOND;
      },
    };
  },
};
