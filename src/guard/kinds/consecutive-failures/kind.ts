import {KIND, OUTCOME} from '../../../detect/view/step-kinds.js';
import type {GuardKind} from '../../guard-kind.js';
import {lacksResults} from '../../meter/recorded.js';

export const kind: GuardKind = {
  id: 'consecutive-failures',
  title: 'Failures in a row',
  watches: 'behaviour',
  stops: 'One failing call after the other, whatever the calls are.',
  units: ['failure'],
  scopes: ['agent-instance', 'agent-name', 'run', 'subtree', 'tool'],
  resets: ['success'],
  effects: ['stop-run', 'nudge'],
  limit: {
    default: 5,
    reason:
      'browser-use stops at 5 and Cline at 6; one bad path and its correction need two or three',
    sweep: [2, 3, 4, 5, 6, 8, 10, 15],
    tripsAt: 'reached',
  },
  parameters: {},
  judge: lacksResults,
  startMeter: ({steps}) => {
    let failures = 0;
    return {
      begin: (step) =>
        steps.kind[step] === KIND.tool || steps.kind[step] === KIND.llm ? failures : undefined,
      settle(step) {
        if (steps.kind[step] === KIND.tool && steps.outcome[step] === OUTCOME.error) failures++;
      },
    };
  },
};
