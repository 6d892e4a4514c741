import {KIND} from '../../../detect/view/step-kinds.js';
import type {GuardKind} from '../../guard-kind.js';
import {getAgentPaths} from '../../meter/agent-path.js';
import {lacksAgents} from '../../meter/recorded.js';
import {toStartedRow} from '../../meter/started-row.js';

export const kind: GuardKind = {
  id: 'max-fan-out',
  title: 'Most sub-agents of one agent',
  watches: 'amount',
  stops: 'One agent that starts more and more sub-agents.',
  units: ['agent'],
  scopes: ['run'],
  resets: ['never'],
  effects: ['stop-run', 'refuse-call'],
  limit: {
    default: 20,
    reason: 'more side tasks than one agent can read the answers of in one window',
    sweep: [2, 3, 5, 8, 10, 15, 20, 30, 50, 100],
    tripsAt: 'above',
  },
  parameters: {},
  judge: lacksAgents,
  startMeter: (view) => {
    const started = new Map<number, number>();
    return {
      begin(step) {
        if (view.steps.kind[step] !== KIND.agentStart) return undefined;
        const row = toStartedRow(view, step);
        if (row < 0) return undefined;
        const parent = getAgentPaths(view).parentAgent[row] ?? -1;
        const next = (started.get(parent) ?? 0) + 1;
        started.set(parent, next);
        return next;
      },
    };
  },
};
