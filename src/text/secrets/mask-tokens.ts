import {fingerprint} from './fingerprint.js';
import {TOKEN_PATTERNS, type TokenAlphabet, type TokenPattern} from './token-patterns.js';

const ALPHABETS: Readonly<Record<TokenAlphabet, RegExp>> = {
  alnum: /[A-Za-z0-9]*/y,
  upper: /[A-Z0-9]*/y,
  hex: /[0-9a-fA-F]*/y,
  word: /\w*/y,
  base64url: /[\w-]*/y,
  dotted: /[\w.-]*/y,
  base64: /[\w+/=-]*/y,
  url: /[\w/.-]*/y,
};

/** Private keys in PEM (RFC 7468), OpenSSH and PGP armour; the label says of which kind. */
const PEM_BEGIN = '-----BEGIN ';
const PEM_LABEL = /[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y;
/** The armour's headers and lines, up to five dashes; a line break may stand as two characters, in JSON. */
const PEM_BODY = /(?:[\w+/=\s\\:,.]|-(?!----))*/y;
const PEM_END = /-----END [A-Z0-9 ]{0,60}-----/y;

const BY_START: ReadonlyMap<string, TokenPattern> = new Map(
  TOKEN_PATTERNS.flatMap((pattern) => pattern.starts.map((start) => [start, pattern] as const)),
);
const STARTS = new RegExp(
  [PEM_BEGIN, ...[...BY_START.keys()].sort((a, b) => b.length - a.length)]
    .map((start) => start.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('|'),
  'g',
);

/** Share of the least length that is enough at the very end of a text, or before an ellipsis: the rest was cut. */
const CUT_SHARE = 0.5;
/** Characters before the dot: the shortest header, `{"alg":""}`, takes 14. */
const MIN_JWT_HEADER = 12;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const DOT = 0x2e;

/** Characters that all belong to one alphabet, and what is in them; read once for all starts inside. */
interface Run {
  readonly from: number;
  readonly end: number;
  readonly lastDigit: number;
  readonly lastDot: number;
}

interface Hit {
  readonly id: string;
  readonly end: number;
}

/** Replaces every token of a known form. Linear: no character is read twice for the same alphabet. */
export function maskTokens(text: string): string {
  STARTS.lastIndex = 0;
  let found = STARTS.exec(text);
  if (found === null) return text;
  const runs = new Map<TokenAlphabet, Run>();
  let masked = '';
  let done = 0;
  for (; found !== null; found = STARTS.exec(text)) {
    const [start] = found;
    const at = found.index;
    const pattern = BY_START.get(start);
    const hit =
      pattern === undefined
        ? readPem(text, at)
        : readToken(text, {at, from: at + start.length, done}, {pattern, runs});
    // A start may begin inside a longer one that was none.
    STARTS.lastIndex = hit?.end ?? at + 1;
    if (hit === undefined) continue;
    masked += text.slice(done, at) + toMask(hit.id, text.slice(at, hit.end));
    done = hit.end;
  }
  return masked + text.slice(done);
}

/** The same secret always gets the same mask, so that two occurrences can be matched. */
export function toMask(id: string, secret: string): string {
  return `[secret ${id} #${fingerprint(secret)}]`;
}

function readToken(
  text: string,
  {at, from, done}: {readonly at: number; readonly from: number; readonly done: number},
  {pattern, runs}: {readonly pattern: TokenPattern; readonly runs: Map<TokenAlphabet, Run>},
): Hit | undefined {
  if (at !== done && !isBoundary(text, at)) return undefined;
  const known = runs.get(pattern.alphabet);
  const run =
    known !== undefined && from >= known.from && from <= known.end
      ? known
      : readRun(text, from, ALPHABETS[pattern.alphabet]);
  runs.set(pattern.alphabet, run);
  const {end} = run;
  const isCut = end === text.length || text[end] === '…';
  const least = isCut ? Math.ceil(pattern.least * CUT_SHARE) : pattern.least;
  if (end - from < least) return undefined;
  if (pattern.needsDigit === true && run.lastDigit < from) return undefined;
  if (pattern.id === 'jwt' && run.lastDot - at < MIN_JWT_HEADER) return undefined;
  // The full stop of a sentence is no part of a token.
  return {id: pattern.id, end: run.lastDot === end - 1 ? end - 1 : end};
}

/** A letter or digit before it makes it part of a longer word, unless that letter is an escape of JSON. */
function isBoundary(text: string, at: number): boolean {
  const before = text[at - 1];
  if (before === undefined || !/[A-Za-z0-9]/.test(before)) return true;
  return text[at - 2] === '\\' && /[nrtbf]/.test(before);
}

function readPem(text: string, at: number): Hit | undefined {
  PEM_LABEL.lastIndex = at + PEM_BEGIN.length;
  if (!PEM_LABEL.test(text)) return undefined;
  PEM_BODY.lastIndex = PEM_LABEL.lastIndex;
  PEM_BODY.test(text);
  const bodyEnd = Math.max(PEM_LABEL.lastIndex, PEM_BODY.lastIndex);
  PEM_END.lastIndex = bodyEnd;
  return {id: 'private-key', end: PEM_END.test(text) ? PEM_END.lastIndex : bodyEnd};
}

function readRun(text: string, from: number, alphabet: RegExp): Run {
  alphabet.lastIndex = from;
  alphabet.test(text);
  // An empty match leaves the place where it is.
  const end = Math.max(from, alphabet.lastIndex);
  let lastDigit = -1;
  let lastDot = -1;
  for (let place = from; place < end; place += 1) {
    const code = text.charCodeAt(place);
    if (code >= DIGIT_0 && code <= DIGIT_9) lastDigit = place;
    else if (code === DOT) lastDot = place;
  }
  return {from, end, lastDigit, lastDot};
}
