import type {CallReader} from './answers.js';
import {countKeys} from './count-keys.js';

/** Words that count calls, not progress: `attempt 3`, `call #12`, `retry 2`. */
const COUNTED =
  /\b(attempts?|tries|try|retry|retries|retried|calls?|invocations?|executions?|requests?|turns?|seq(?:uence)?)\b([\s_:=#(-]{0,3}(?:number|no|count)?[\s:=#.]{0,3})(\d{1,9})\b|\b(\d{1,9})(?:st|nd|rd|th)?(\s(?:attempts?|tries|retries|calls?|invocations?|executions?|requests?|turns?))\b/gi;
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
 * beside a word that counts calls: "chunk 3" and "12 failed" are information. Rewrites `proven`.
 */
export function maskCallCounters(columns: Columns, reader: CallReader): void {
  const counts = countKeys(columns.call);
  const placesOf = new Map<number, number[]>();
  for (const [place, call] of columns.call.entries()) {
    if ((counts[call] ?? 0) < 3 || (columns.proven[place] ?? -1) < 0) continue;
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
  const firstOf = new Map<string, number>();
  let base: number | undefined;
  const rewritten: {place: number; skeleton: string}[] = [];
  for (const [index, place] of places.entries()) {
    const answer = reader.answer(columns.steps[place] ?? -1);
    if (answer === undefined || answer.length > MAX_CHARS) return index + 1;
    const counted = toSkeleton(answer);
    if (counted.numbers.length === 0) return index + 1;
    const offset = (counted.numbers[0] ?? 0) - index;
    base ??= offset;
    if (counted.numbers.some((number) => number - index !== base)) return index + 1;
    rewritten.push({place, skeleton: counted.skeleton});
  }
  for (const {place, skeleton} of rewritten) {
    const first = firstOf.get(skeleton) ?? columns.proven[place] ?? -1;
    firstOf.set(skeleton, first);
    columns.proven[place] = first;
  }
  return places.length;
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
