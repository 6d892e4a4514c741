import type {RunView} from '../../tree/run-view.js';
import {parseBody, toAnswerText} from './answers.js';
import {getBorderContext} from './segment-border.js';
import {KIND} from './step-kinds.js';

/** Text of a model reply, its reasoning included; undefined if it is not recorded. */
export function readReply(view: RunView, step: number): string | undefined {
  const row = view.steps.spanRow[step] ?? -1;
  const node = view.spans.outNode[row] ?? -1;
  const last = node < 0 ? undefined : view.bodies.messages(node, 1).at(-1);
  if (last !== undefined) {
    const parts = last.parts.map((part) =>
      part.kind === 'text' || part.kind === 'reasoning' ? part.text : '',
    );
    const text = parts.filter((part) => part !== '').join('\n');
    if (text !== '') return text;
  }
  return toAnswerText(parseBody(view.bodies.text(view.steps.resultBody[step] ?? -1)));
}

/** Replies of one lane with nothing but notes, nudges and pushes between them. */
export type ReplyRow = readonly number[];

/**
 * Splits the replies of a lane into rows: a tool call, a hand-off or a real user turn between two
 * replies is work, and ends a row. O(lane).
 */
export function* findReplyRows(view: RunView, lane: number): Generator<ReplyRow> {
  const {kind} = view.steps;
  const {turns} = getBorderContext(view);
  let row: number[] = [];
  for (const step of view.lanes[lane]?.steps ?? []) {
    const previous = row.at(-1);
    // A person's words reach every lane, whichever the log puts them in.
    const isAsked = previous !== undefined && turns[step] !== turns[previous];
    const isWork = kind[step] === KIND.tool || kind[step] === KIND.handoff;
    if (previous !== undefined && (isAsked || isWork)) {
      yield row;
      row = [];
    }
    if (kind[step] === KIND.llm) row.push(step);
  }
  if (row.length > 0) yield row;
}

/** The reply ended because a limit cut it: the same beginning again is no repetition. */
const CUT = /^(?:length|max_tokens|max_output_tokens|MAX_TOKENS|incomplete)$/i;

export function isCutOff(view: RunView, step: number): boolean {
  const {finishReason, strings} = view.spans;
  return CUT.test(strings[finishReason[view.steps.spanRow[step] ?? -1] ?? -1] ?? '');
}
