/**
 * What a text must hold before a masking pattern can match: found in one walk over the characters, where
 * a regular expression for each would walk over all of them again. Each bit is a necessary condition,
 * never a sufficient one. `<...>`, which masks write, brings no bit that was not there.
 */
export const FEATURE = {
  digit: 1,
  /** digit, `-`, digit */
  date: 2,
  /** digit, `:`, digit */
  clock: 4,
  /** two `-` with four characters between */
  uuid: 8,
  pointer: 16,
  /** `_` or `-` before at least eight letters or digits */
  token: 32,
  /** a digit before a unit of time */
  duration: 64,
  /** `s)` */
  bracketEnd: 128,
  /** `pid`, `pro`, `ses` */
  process: 256,
  /** `ses` */
  session: 512,
  /** `:` or `=` after the end of a name that is made anew each time */
  keyed: 1024,
  /** `t-` before a digit */
  pytest: 2048,
} as const;

const UNINTERESTING = 0;
const DIGIT = 1;
const DASH = 2;
const COLON = 3;
const EQUALS = 4;
const UNDERSCORE = 5;
const LETTER_X = 6;
const LETTER_P = 7;
const LETTER_S = 8;
const BRACKET = 9;
const ASCII = 128;

const KINDS = buildKinds();
const ID = readPair('id', 0);
const RO = readPair('ro', 0);
const ES = readPair('es', 0);
/** How `id duration ms elapsed latency timestamp took` end. */
const KEY_ENDS: ReadonlySet<number> = new Set(
  ['id', 'on', 'ms', 'ed', 'cy', 'mp', 'ok'].map((end) => readPair(end, 0)),
);
/** Characters after `_` or `-` that make an id. */
const ID_CHARS = 8;
const UUID_GROUP = 5;

function buildKinds(): Uint8Array {
  const kinds = new Uint8Array(ASCII);
  const mark = (chars: string, kind: number): void => {
    for (const char of chars) kinds[char.charCodeAt(0)] = kind;
  };
  mark('0123456789', DIGIT);
  mark('-', DASH);
  mark(':', COLON);
  mark('=', EQUALS);
  mark('_', UNDERSCORE);
  mark('x', LETTER_X);
  mark('pP', LETTER_P);
  mark('sS', LETTER_S);
  mark(')', BRACKET);
  return kinds;
}

/** Bits of FEATURE. O(length), one table look for most characters. */
export function findFeatures(text: string): number {
  let found = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = code < ASCII ? (KINDS[code] ?? UNINTERESTING) : UNINTERESTING;
    if (kind !== UNINTERESTING) found |= look(text, at, kind);
  }
  return found;
}

function look(text: string, at: number, kind: number): number {
  switch (kind) {
    case DIGIT:
      return FEATURE.digit | (isBeforeUnit(text, at + 1) ? FEATURE.duration : 0);
    case DASH:
      return lookAtDash(text, at) | lookAtToken(text, at);
    case COLON:
      return (isBetweenDigits(text, at) ? FEATURE.clock : 0) | lookAtKey(text, at);
    case EQUALS:
      return lookAtKey(text, at);
    case UNDERSCORE:
      return lookAtToken(text, at);
    case LETTER_X:
      return text.charCodeAt(at - 1) === 0x30 ? FEATURE.pointer : 0;
    case LETTER_P: {
      const pair = readPair(text, at + 1);
      return pair === ID || pair === RO ? FEATURE.process : 0;
    }
    case LETTER_S:
      return readPair(text, at + 1) === ES ? FEATURE.process | FEATURE.session : 0;
    default:
      return (text.charCodeAt(at - 1) | 32) === 0x73 ? FEATURE.bracketEnd : 0;
  }
}

function lookAtDash(text: string, at: number): number {
  const isNextDigit = isDigit(text.charCodeAt(at + 1));
  return (
    (isNextDigit && isDigit(text.charCodeAt(at - 1)) ? FEATURE.date : 0) |
    (isNextDigit && text.charCodeAt(at - 1) === 0x74 ? FEATURE.pytest : 0) |
    (text.charCodeAt(at - UUID_GROUP) === 0x2d ? FEATURE.uuid : 0)
  );
}

function lookAtToken(text: string, at: number): number {
  return isAlphanumeric(text.charCodeAt(at + 1)) && isAlphanumeric(text.charCodeAt(at + ID_CHARS))
    ? FEATURE.token
    : 0;
}

/** The end of a name, a quote and two spaces between at most. */
function lookAtKey(text: string, at: number): number {
  let last = at - 1;
  for (let spaces = 0; spaces < 2 && isSpaceLike(text.charCodeAt(last)); spaces++) last--;
  const code = text.charCodeAt(last);
  if (code === 0x22 || code === 0x27) last--;
  return KEY_ENDS.has(readPair(text, last - 1)) ? FEATURE.keyed : 0;
}

/** Two characters as one number, letters in lower case. */
function readPair(text: string, at: number): number {
  return ((text.charCodeAt(at) | 32) << 16) | (text.charCodeAt(at + 1) | 32);
}

function isBeforeUnit(text: string, at: number): boolean {
  const code = text.charCodeAt(text.charCodeAt(at) === 0x20 ? at + 1 : at);
  const lower = code | 32;
  return lower === 0x6d || lower === 0x73 || lower === 0x75 || lower === 0x6e || code === 0xb5;
}

function isBetweenDigits(text: string, at: number): boolean {
  return isDigit(text.charCodeAt(at - 1)) && isDigit(text.charCodeAt(at + 1));
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isAlphanumeric(code: number): boolean {
  return isDigit(code) || ((code | 32) >= 0x61 && (code | 32) <= 0x7a);
}

/** White space in the sense of `\s`, and more: it is a necessary condition that is looked for. */
function isSpaceLike(code: number): boolean {
  return code <= 0x20 || code >= ASCII;
}
