import type {Message} from '../../../model/message.js';
import type {RunView} from '../../../tree/run-view.js';
import {KIND} from '../../view/step-kinds.js';

/** A prompt that no longer holds what the one before it held. */
export interface PromptCut {
  /** Model calls before and after. */
  readonly before: number;
  readonly after: number;
  /** Messages of the earlier prompt that the later one lacks, by role, in order. */
  readonly lost: readonly Message[];
  /** Messages of the later prompt. */
  readonly now: readonly Message[];
  /** The later prompt holds a message that stands for what was taken out. */
  readonly isSummarised: boolean;
}

/** Messages of one prompt that are compared, and prompts of a run that are compared in full. */
const MAX_MESSAGES = 2000;
const MAX_COMPARED = 500;
/** Nodes that are walked to see that a prompt only grew. */
const MAX_WALK = 400;
const SUMMARY =
  /\b(?:summary|summari[sz]ed|compacted|condensed|previous conversation|earlier conversation|omitted|truncated)\b/i;

/**
 * Compares each prompt of a lane with the one before it by their conversation nodes. A prompt that
 * only grew is told by walking back the new nodes, so the cost is O(messages) where nothing is cut.
 */
export function* findPromptCuts(view: RunView, lane: number): Generator<PromptCut> {
  const {steps, spans, lanes} = view;
  let before = -1;
  let compared = 0;
  for (const step of lanes[lane]?.steps ?? []) {
    if (steps.kind[step] === KIND.compaction) {
      before = -1; // told openly
      continue;
    }
    if (steps.kind[step] !== KIND.llm) continue;
    const node = spans.inNode[steps.spanRow[step] ?? -1] ?? -1;
    if (node < 0) continue;
    const earlier = before < 0 ? -1 : (spans.inNode[steps.spanRow[before] ?? -1] ?? -1);
    if (earlier >= 0 && !extendsNode(view, earlier, node) && compared < MAX_COMPARED) {
      compared++;
      const cut = compare(view, earlier, node);
      if (cut !== undefined) yield {before, after: step, ...cut};
    }
    before = step;
  }
}

/** True if `node` is `earlier` with messages added; false where it is not, or cannot be told. */
export function extendsNode({bodies}: RunView, earlier: number, node: number): boolean {
  if (bodies.node === undefined) return earlier === node;
  const depth = bodies.node(earlier)?.depth ?? 0;
  let at = node;
  for (let walked = 0; walked < MAX_WALK; walked++) {
    if (at === earlier) return true;
    const own = bodies.node(at);
    if (own === undefined || own.depth <= depth) return false;
    at = own.prev_id;
  }
  return true; // hundreds of new messages: no window that slides
}

function compare(
  {bodies}: RunView,
  earlier: number,
  node: number,
): Pick<PromptCut, 'lost' | 'now' | 'isSummarised'> | undefined {
  const old = bodies.messages(earlier, MAX_MESSAGES);
  const now = bodies.messages(node, MAX_MESSAGES);
  if (old.length < 3 || now.length < 2) return undefined;
  const kept = new Set(now.map(toKey));
  const keys = old.map(toKey);
  // Another conversation of the same lane (a title, a judge) shares no recent message.
  const tail = keys.slice(-4).filter((key) => kept.has(key)).length;
  if (tail === 0) return undefined;
  const lost = old.filter((_, i) => !kept.has(keys[i] ?? ''));
  if (lost.length === 0) return undefined;
  const known = new Set(keys);
  const added = now.filter((message) => !known.has(toKey(message)));
  return {
    lost,
    now,
    isSummarised: added.some((message) => SUMMARY.test(toKey(message).slice(0, 4000))),
  };
}

function toKey(message: Message): string {
  return JSON.stringify([message.role, message.parts]);
}
