import type {CallReader} from './answers.js';
import {maskVolatile} from '../../tree/signature/mask-volatile.js';
import {countKeys} from './count-keys.js';

/** Words that count calls, not progress: `attempt 3`, `call #12`, `retry 2`. */
const COUNTED =
  /\b(attempts?|tries|try|retry|retries|retried|calls?|invocations?|executions?|requests?|turns?|seq(?:uence)?)\b([\s_:=#("'-]{0,3}(?:number|no|count)?["'\s:=#.]{0,4})(\d{1,9})\b|\b(\d{1,9})(?:st|nd|rd|th)?([ \t](?:attempts?|tries|retries|calls?|invocations?|executions?|requests?|turns?))\b/gi;
/** Answers longer than this are not read for counters. */
const MAX_CHARS = 8000;
/** Occurrences of one call that are read, and reads of one lane in all. */
const MAX_PER_CALL = 2000;
const MAX_READS = 20_000;

interface Columns {
  readonly steps: Int32Array;
  readonly call: Int32Array;
  readonly proven: Int32Array;
}

/**
 * A number in an answer that grows by one with each occurrence of the *same* call counts the calls
 * ("attempt 3", stella#440's footers, Hermes' execution counter): such answers are made equal. Only
 * beside a word that counts calls ("chunk 3" and "12 failed" are information), or in a footer line in
 * brackets. Rewrites `proven`.
 */
export function maskCallCounters(columns: Columns, reader: CallReader): void {
  const counts = countKeys(columns.call);
  const placesOf = new Map<number, number[]>();
  for (const [place, call] of columns.call.entries()) {
    if (counts.of(call) < 3 || (columns.proven[place] ?? -1) < 0) continue;
    const places = placesOf.get(call);
    if (places === undefined) placesOf.set(call, [place]);
    else if (places.length < MAX_PER_CALL) places.push(place);
  }
  let reads = 0;
  for (const places of placesOf.values()) {
    if (places.length < 3 || reads >= MAX_READS) continue;
    const answers = new Set(places.map((place) => columns.proven[place]));
    if (answers.size < 3) continue;
    reads += maskOneCall(columns, places, reader);
  }
}

/** @returns answers read */
function maskOneCall(columns: Columns, places: readonly number[], reader: CallReader): number {
  const answers: string[] = [];
  for (const place of places) {
    const answer = reader.answer(columns.steps[place] ?? -1);
    if (answer === undefined || answer.length > MAX_CHARS) return answers.length + 1;
    // Ids and times beside the counter are masked as everywhere.
    answers.push(maskVolatile(answer));
    // Two answers tell whether it is worth reading on.
    if (answers.length === 2 && countSkeletons(answers) !== 1) return 2;
  }
  const counted = answers.map(toSkeleton);
  const isCounter = counted.every(({numbers}, i) => {
    const base = counted[0]?.numbers ?? [];
    return numbers.length > 0 && numbers.every((number, k) => number - i === base[k]);
  });
  const footed = isCounter ? [] : answers.map(toFooterSkeleton);
  const skeletons = isCounter ? counted : isMonotone(footed) ? footed : [];
  const firstOf = new Map<string, number>();
  for (const [i, {skeleton}] of skeletons.entries()) {
    const place = places[i] ?? -1;
    const first = firstOf.get(skeleton) ?? columns.proven[place] ?? -1;
    firstOf.set(skeleton, first);
    columns.proven[place] = first;
  }
  return places.length;
}

/** Shapes of the answers when call counters, or else the numbers of a footer, are left out. */
function countSkeletons(answers: readonly string[]): number {
  const counted = new Set(answers.map((answer) => toSkeleton(answer).skeleton)).size;
  return counted === 1
    ? 1
    : new Set(answers.map((answer) => toFooterSkeleton(answer).skeleton)).size;
}

/** A last line in brackets below a body: `[tool calls: 7, 1200 tokens used]`. */
const FOOTER = /\n\s{0,20}[[(<][^\n]{3,160}[\])>]\s{0,20}$/;

function toFooterSkeleton(answer: string): Skeleton {
  const footer = FOOTER.exec(answer);
  if (footer === null) return {skeleton: answer, numbers: []};
  const numbers: number[] = [];
  const masked = footer[0].replace(/\d+/g, (digits) => {
    numbers.push(Number(digits));
    return '<n>';
  });
  return {skeleton: answer.slice(0, footer.index) + masked, numbers};
}

/** Each number of the footer goes one way, or stays: a count of what the session used. */
function isMonotone(rows: readonly Skeleton[]): boolean {
  const first = rows[0]?.numbers ?? [];
  if (first.length === 0 || rows.some(({numbers}) => numbers.length !== first.length)) return false;
  return first.every((_, k) => {
    let [rises, falls] = [true, true];
    for (let i = 1; i < rows.length; i++) {
      const [before, after] = [rows[i - 1]?.numbers[k] ?? 0, rows[i]?.numbers[k] ?? 0];
      if (after < before) rises = false;
      if (after > before) falls = false;
    }
    return rises || falls;
  });
}

interface Skeleton {
  readonly skeleton: string;
  readonly numbers: readonly number[];
}

function toSkeleton(answer: string): {
  readonly skeleton: string;
  readonly numbers: readonly number[];
} {
  const numbers: number[] = [];
  const skeleton = answer.replace(
    COUNTED,
    (_, word?: string, gap?: string, after?: string, before?: string, noun?: string) => {
      numbers.push(Number(after ?? before));
      return `${word ?? ''}${gap ?? ''}<n>${noun ?? ''}`;
    },
  );
  return {skeleton, numbers};
}
