import type {Message} from '../../../model/message.js';
import type {RunView} from '../../../tree/run-view.js';
import {isError, KIND} from '../../view/step-kinds.js';

/** Model calls of a lane, each of whose prompts is larger than the last by a large step. */
export interface GrowthRow {
  readonly steps: readonly number[];
  /** Tokens of each prompt. */
  readonly sizes: readonly number[];
  /** Share of all these tokens that the provider read from its cache; NaN where it does not tell. */
  readonly cachedShare: number;
  /** The log does not tell the tokens: they are counted from the recorded messages. */
  readonly isEstimated: boolean;
}

/** Small steps in a row that do not end a row: a short answer between two long ones. */
const MAX_SMALL_STEPS = 1;
const CHARS_PER_TOKEN = 4;
/** Nodes that are walked to size a prompt whose log tells no tokens. */
const MAX_WALK = 5000;

/** Rows of at least `minCalls` calls. O(lane), and O(messages) where sizes are estimated. */
export function* findGrowthRows(
  view: RunView,
  lane: number,
  {minCalls, minStep}: {readonly minCalls: number; readonly minStep: number},
): Generator<GrowthRow> {
  const {steps, lanes} = view;
  const sizer = new PromptSizer(view);
  let row: number[] = [];
  let small = 0;
  let last = NaN;
  const flush = function* (): Generator<GrowthRow> {
    const whole = small > 0 ? row.slice(0, row.length - small) : row;
    if (whole.length >= minCalls) yield toRow(view, sizer, whole);
    row = [];
    small = 0;
  };
  for (const step of lanes[lane]?.steps ?? []) {
    if (steps.kind[step] === KIND.compaction) {
      yield* flush();
      last = NaN;
    }
    if (steps.kind[step] !== KIND.llm || isError(steps, step)) continue;
    const size = sizer.size(step);
    if (Number.isNaN(size)) continue;
    const grown = size - last;
    last = size;
    if (grown >= minStep) {
      row.push(step);
      small = 0;
    } else if (grown >= 0 && row.length > 0 && small < MAX_SMALL_STEPS) {
      row.push(step);
      small++;
    } else yield* flush();
  }
  yield* flush();
}

function toRow(view: RunView, sizer: PromptSizer, row: readonly number[]): GrowthRow {
  const sizes = row.map((step) => sizer.size(step));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const cached = row.map((step) => view.steps.cachedReadTokens[step] ?? NaN);
  const known = cached.filter((tokens) => !Number.isNaN(tokens));
  return {
    steps: row,
    sizes,
    cachedShare: known.length === 0 ? NaN : known.reduce((sum, own) => sum + own, 0) / total,
    isEstimated: row.some((step) => Number.isNaN(view.steps.inputTokens[step] ?? NaN)),
  };
}

/** Size of a prompt in tokens: as told, else counted from its messages, each of them once. */
class PromptSizer {
  readonly #view: RunView;
  readonly #chars = new Map<number, number>([[0, 0]]);

  constructor(view: RunView) {
    this.#view = view;
  }

  size(step: number): number {
    const told = this.#view.steps.inputTokens[step] ?? NaN;
    if (!Number.isNaN(told)) return told;
    const node = this.#view.spans.inNode[this.#view.steps.spanRow[step] ?? -1] ?? -1;
    return node < 0 ? NaN : this.#countChars(node) / CHARS_PER_TOKEN;
  }

  /** NaN where the conversation cannot be walked. */
  #countChars(node: number): number {
    const {bodies} = this.#view;
    const open: number[] = [];
    let at = node;
    while (!this.#chars.has(at)) {
      if (bodies.node === undefined || open.length >= MAX_WALK) return NaN;
      open.push(at);
      at = bodies.node(at)?.prev_id ?? 0;
    }
    let chars = this.#chars.get(at) ?? 0;
    for (const own of open.reverse()) {
      chars += countMessage(bodies.messages(own, 1)[0]);
      this.#chars.set(own, chars);
    }
    return chars;
  }
}

function countMessage(message: Message | undefined): number {
  return message === undefined ? 0 : JSON.stringify(message.parts).length;
}
