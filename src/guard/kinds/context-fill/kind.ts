import {KIND} from '../../../detect/view/step-kinds.js';
import type {GuardKind} from '../../guard-kind.js';
import {lacksTokens} from '../../meter/recorded.js';

export const kind: GuardKind = {
  id: 'context-fill',
  title: 'Context window in use',
  watches: 'amount',
  stops:
    'A conversation that fills the window: beyond it, instructions are cut or squeezed together.',
  units: ['percent'],
  scopes: ['agent-instance', 'agent-name', 'run'],
  resets: ['never'],
  effects: ['stop-run', 'nudge'],
  limit: {
    default: 80,
    reason: 'above it a reply and one large result may not fit any more',
    sweep: [50, 60, 70, 80, 90, 95, 100],
    tripsAt: 'reached',
  },
  parameters: {
    window: {
      default: 0,
      unit: 'tokens',
      describe: 'size of the window; 0 = as the log tells it for each call',
    },
  },
  judge: (view, guard) => {
    const lack = lacksTokens(view);
    if (lack !== undefined || Number(guard.parameters['window'] ?? 0) > 0) return lack;
    const told = view.spans.contextWindow?.some((window) => window > 0) ?? false;
    return told ? undefined : 'the log does not tell the size of the window: set `window`';
  },
  startMeter: ({steps, spans}, guard) => {
    const set = Number(guard.parameters['window'] ?? 0);
    const fill = new Map<number, number>();
    return {
      begin: (step) =>
        steps.kind[step] === KIND.llm ? (fill.get(steps.lane[step] ?? 0) ?? 0) : undefined,
      settle(step) {
        if (steps.kind[step] !== KIND.llm) return;
        const told = spans.contextWindow?.[steps.spanRow[step] ?? -1] ?? NaN;
        const window = set > 0 ? set : told;
        const share = (100 * (steps.inputTokens[step] ?? NaN)) / window;
        if (share >= 0) fill.set(steps.lane[step] ?? 0, share);
      },
    };
  },
};
