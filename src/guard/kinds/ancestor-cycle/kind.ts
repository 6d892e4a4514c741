import {KIND} from '../../../detect/view/step-kinds.js';
import type {GuardKind} from '../../guard-kind.js';
import {getAgentPaths} from '../../meter/agent-path.js';
import {lacksAgents} from '../../meter/recorded.js';
import {toStartedRow} from '../../meter/started-row.js';

export const kind: GuardKind = {
  id: 'ancestor-cycle',
  title: 'Agent within itself',
  watches: 'behaviour',
  stops:
    'An agent that is started, directly or through others, by itself: a counter that starts again at each delegation cannot see it.',
  units: ['level'],
  scopes: ['run'],
  resets: ['never'],
  effects: ['stop-run', 'refuse-call'],
  limit: {
    default: 1,
    reason: 'an agent is once on its own path; twice is recursion',
    sweep: [1, 2, 3, 4, 5, 8, 10],
    tripsAt: 'above',
  },
  parameters: {
    task: {
      default: false,
      unit: 'yes or no',
      describe: 'count only ancestors that were given the same input',
    },
  },
  judge: lacksAgents,
  startMeter: (view, guard) => ({
    begin(step) {
      if (view.steps.kind[step] !== KIND.agentStart) return undefined;
      const row = toStartedRow(view, step);
      const paths = getAgentPaths(view);
      return row < 0
        ? undefined
        : (guard.parameters['task'] === true ? paths.sameTask : paths.sameName)[row];
    },
  }),
};
