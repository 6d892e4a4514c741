import {toTokens} from '../../../tree/signature/query-tokens.js';
import {findBoundedRuns} from '../../runs/bounded-runs.js';
import {countLaps} from '../../runs/repeat-run.js';
import type {RepeatRun} from '../../runs/repeat-run.js';

/** Longest repeated block in words: three or four sentences. */
const MAX_BLOCK = 128;
/** Words of a text that are looked at: its end, where a model that is stuck is stuck. */
const MAX_WORDS = 8000;
/** Characters that can hold that many words. */
const MAX_CHARS = 64 * 1024;
/** Words that may follow the last full block: the cut-off beginning of the next, or a last word. */
const MAX_TAIL = 2;

/** Lines that repeat by nature (Gemini CLI #18975): code, lists, tables, headings, dividers. */
const FENCE = /^\s*(?:```|~~~)/;
const FORMAL = /^\s*(?:[-*+•]\s|\d{1,4}[.)]\s|\||#{1,6}\s|[-=_*#~+.\s]{3,}$)/;

export interface BlockLimits {
  readonly minRepeats: number;
  readonly minWords: number;
  /** Repeats from which a block counts wherever it stands. */
  readonly anywhereRepeats: number;
}

/** A block of words that a text ends in, again and again; undefined if there is none. O(words · 128). */
export function findBlockRepeat(
  text: string,
  limits: BlockLimits,
): {readonly repeats: number; readonly words: number} | undefined {
  const words = toBlockWords(stripFormal(text.slice(-MAX_CHARS))).slice(-MAX_WORDS);
  if (words.length < limits.minWords) return undefined;
  const numbers = new Map<string, number>();
  const ids = Int32Array.from(words, (word) => {
    const known = numbers.get(word) ?? numbers.size;
    numbers.set(word, known);
    return known;
  });
  if (!mayRepeat(ids, limits.minWords)) return undefined;
  let best: RepeatRun | undefined;
  for (const run of findBoundedRuns(ids, limits.minRepeats, MAX_BLOCK)) {
    const length = run.end - run.start;
    const isAtEnd = run.end >= ids.length - MAX_TAIL;
    if (length < limits.minWords || (!isAtEnd && countLaps(run) < limits.anywhereRepeats)) continue;
    if (best === undefined || length > best.end - best.start) best = run;
  }
  return best === undefined ? undefined : {repeats: countLaps(best), words: best.period};
}

/** Scripts that put no space between words: each sign counts as a word. */
const UNSPACED =
  /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])/u;

function toBlockWords(text: string): readonly string[] {
  const words = toTokens(text);
  if (!UNSPACED.test(text)) return words;
  return words.flatMap((word) => word.split(UNSPACED).filter((part) => part !== ''));
}

/**
 * Cheap test that spares nearly every text the scan: in a run, from the second lap on, every three
 * words have stood at most one block before.
 */
function mayRepeat(ids: Int32Array, minWords: number): boolean {
  const last = new Map<number, number>();
  let stretch = 0;
  for (let i = 0; i + 2 < ids.length; i++) {
    const key = ((ids[i] ?? 0) * 8192 + (ids[i + 1] ?? 0)) * 8192 + (ids[i + 2] ?? 0);
    const before = last.get(key);
    last.set(key, i);
    stretch = before !== undefined && i - before <= MAX_BLOCK ? stretch + 1 : 0;
    if (stretch >= minWords / 2) return true;
  }
  return false;
}

function stripFormal(text: string): string {
  const kept: string[] = [];
  let isCode = false;
  for (const line of text.split('\n')) {
    if (FENCE.test(line)) isCode = !isCode;
    else if (!isCode && !FORMAL.test(line)) kept.push(line);
  }
  return kept.join('\n');
}
