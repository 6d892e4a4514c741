import type {RunIndex} from '../../view/run-index.js';
import {isError} from '../../view/step-kinds.js';

/** How a model call shows that the window was full. */
export type OverflowSign = 'refused' | 'stopped' | 'over';

/** Providers' wording, after the list in pi-mono's overflow.ts. */
const REFUSED =
  /\bprompt is too long|\binput (?:is|was) too long|\bexceeds? the (?:model's )?(?:maximum )?context|\bexceeds the available context|\bcontext[ _-](?:length|window|size|limit)[ _-](?:is |was )?exceed|\bexceeds? (?:the |its )?(?:model'?s? )?context[ _-](?:length|window|size|limit)|\bmaximum context length|\bmaximum prompt length|\binput token count.{0,60}exceeds|\breduce the length of the (?:messages|prompt|input)|\bexceeded model token limit|\bcontext window exceeds|\bgreater than the context length|\bran out of room in the model'?s? context|\bcontext_length_exceeded|\bmodel_context_window_exceeded|\btokens? > \d+ maximum|\b(?:prompt|input|request|message)s? (?:token count|tokens?|length|size)\b.{0,60}\b(?:exceeds?|exceeded|over|larger than|above)\b|\b(?:prompt|input|context|conversation)\b.{0,40}\b(?:exceeds?|exceeded|larger than|longer than|does not fit|doesn't fit)\b.{0,60}\b(?:tokens?|context|window|limit of \d)|\brequest_too_large\b|\brequest exceeds the maximum size|\btoo many (?:input |prompt )?tokens\b|\btoken limit (?:was )?exceeded/i;
/** A limit per minute is a rate limit, whatever it says of tokens (Cline's veto). */
const RATE = /\b429\b|\brate[ _-]?limit|\bper[ _-](?:minute|hour|day)|\btpm\b|\bquota/i;
const STOPPED =
  /^(?:model_context_window_exceeded|context_length_exceeded|context_window_exceeded)$/i;
const HEAD_CHARS = 2000;

export function isOverflowError(error: string): boolean {
  const head = error.slice(0, HEAD_CHARS);
  return REFUSED.test(head) && !RATE.test(head);
}

/** What a model call shows of a full window; undefined if nothing. */
export function readOverflowSign(index: RunIndex, step: number): OverflowSign | undefined {
  const {steps, spans} = index.view;
  const row = steps.spanRow[step] ?? -1;
  if (STOPPED.test(spans.strings[spans.finishReason[row] ?? -1] ?? '')) return 'stopped';
  if (isError(steps, step)) {
    const type = spans.strings[spans.errorType[row] ?? -1] ?? '';
    return isOverflowError(`${type} ${index.reader.answer(step) ?? ''}`) ? 'refused' : undefined;
  }
  const window = spans.contextWindow?.[row] ?? NaN;
  return (spans.inputTokens[row] ?? NaN) > window ? 'over' : undefined;
}
