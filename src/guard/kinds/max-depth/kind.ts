import {KIND} from '../../../detect/view/step-kinds.js';
import type {GuardKind} from '../../guard-kind.js';
import {getAgentPaths} from '../../meter/agent-path.js';
import {lacksAgents} from '../../meter/recorded.js';
import {toStartedRow} from '../../meter/started-row.js';

export const kind: GuardKind = {
  id: 'max-depth',
  title: 'Deepest delegation',
  watches: 'amount',
  stops: 'Agents that start agents that start agents, beyond a number of levels.',
  units: ['level'],
  scopes: ['run'],
  resets: ['never'],
  effects: ['stop-run', 'refuse-call'],
  limit: {
    default: 4,
    reason: 'one level more than the deepest default known (open-multi-agent: 3)',
    sweep: [1, 2, 3, 4, 5, 6, 8, 10, 20, 50, 100],
    tripsAt: 'above',
  },
  parameters: {},
  judge: lacksAgents,
  startMeter: (view) => ({
    begin(step) {
      if (view.steps.kind[step] !== KIND.agentStart) return undefined;
      const row = toStartedRow(view, step);
      return row < 0 ? undefined : getAgentPaths(view).depth[row];
    },
  }),
};
