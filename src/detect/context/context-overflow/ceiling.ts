import type {RunIndex} from '../../view/run-index.js';
import {KIND} from '../../view/step-kinds.js';

/** Prompts below this are not near any model's window. */
const MIN_TOKENS = 2000;

/**
 * Rows of model calls of a lane whose prompts count exactly the same number of tokens, the highest
 * of the lane, although tools answered something between them: the conversation grew, the prompt
 * did not. O(lane).
 */
export function findCeilings(
  index: RunIndex,
  lane: number,
  minCalls: number,
): readonly (readonly number[])[] {
  const {steps, lanes} = index.view;
  const rows: number[][] = [];
  let highest = 0;
  let row: number[] = [];
  let grew = false;
  for (const step of lanes[lane]?.steps ?? []) {
    if (steps.kind[step] === KIND.tool && (steps.resultBody[step] ?? -1) >= 0) grew = true;
    if (steps.kind[step] === KIND.compaction) row = [];
    if (steps.kind[step] !== KIND.llm) continue;
    const tokens = steps.inputTokens[step] ?? NaN;
    if (tokens > highest) highest = tokens;
    const before = steps.inputTokens[row[0] ?? -1] ?? NaN;
    if (row.length > 0 && tokens === before && grew) row.push(step);
    else {
      if (row.length >= minCalls) rows.push(row);
      row = tokens >= MIN_TOKENS ? [step] : [];
    }
    grew = false;
  }
  if (row.length >= minCalls) rows.push(row);
  return rows.filter((own) => steps.inputTokens[own[0] ?? -1] === highest);
}
