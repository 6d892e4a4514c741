import {KIND} from '../../../detect/view/step-kinds.js';
import type {GuardKind} from '../../guard-kind.js';
import {lacksResults} from '../../meter/recorded.js';

/** Longest lap that is looked for: Gemini CLI looks for 5, kimchi for 3; longer laps cost the guard more than they catch. */
const MAX_PERIOD = 16;

export const kind: GuardKind = {
  id: 'cycle-laps',
  title: 'Laps of a cycle',
  watches: 'behaviour',
  stops: 'The same few calls in turn, with the same answers each lap.',
  units: ['lap'],
  scopes: ['agent-instance', 'agent-name', 'run', 'subtree'],
  resets: ['user-turn', 'never'],
  effects: ['stop-run', 'nudge'],
  limit: {
    default: 3,
    reason: 'three laps prove the cycle (the rule loop/cycle needs as many)',
    sweep: [2, 3, 4, 5, 6, 8, 10, 15],
    tripsAt: 'above',
  },
  parameters: {
    period: {
      default: 8,
      unit: 'calls',
      describe: `longest lap that is looked for, at most ${MAX_PERIOD}`,
    },
  },
  judge: lacksResults,
  startMeter: ({steps}, guard) => {
    const wanted = Number(guard.parameters['period'] ?? 8);
    const periods = Math.min(MAX_PERIOD, Math.max(1, wanted));
    const lanes = new Map<number, LapCounter>();
    return {
      begin(step) {
        if (steps.kind[step] !== KIND.tool) return undefined;
        return (lanes.get(steps.lane[step] ?? 0)?.laps(steps.l3[step] ?? -1) ?? 0) + 1;
      },
      settle(step) {
        const proven = steps.l4[step] ?? -1;
        if (steps.kind[step] !== KIND.tool || proven < 0) return;
        const lane = steps.lane[step] ?? 0;
        let counter = lanes.get(lane);
        if (counter === undefined) lanes.set(lane, (counter = new LapCounter(periods)));
        counter.add(proven, steps.l3[step] ?? -1);
      },
    };
  },
};

/** The last calls with known results of one lane, and for each period how long they have repeated. */
class LapCounter {
  readonly #periods: number;
  readonly #proven: number[] = [];
  readonly #call: number[] = [];
  readonly #run: number[];

  constructor(periods: number) {
    this.#periods = periods;
    this.#run = new Array<number>(periods + 1).fill(0);
  }

  add(proven: number, call: number): void {
    for (let p = 1; p <= this.#periods; p++) {
      this.#run[p] = this.#proven.at(-p) === proven ? (this.#run[p] ?? 0) + 1 : 0;
    }
    this.#proven.push(proven);
    this.#call.push(call);
    if (this.#proven.length <= 2 * this.#periods) return;
    this.#proven.splice(0, this.#periods);
    this.#call.splice(0, this.#periods);
  }

  /** Most full laps behind us of a cycle that this call would go on with. */
  laps(call: number): number {
    let most = 0;
    for (let p = 1; p <= this.#periods; p++) {
      if (call < 0 || this.#call.at(-p) !== call) continue;
      const laps = Math.floor(((this.#run[p] ?? 0) + p) / p);
      if (laps > most) most = laps;
    }
    return most;
  }
}
