import {isOpaque, isPlaceholder} from './looks-secret.js';
import {toMask} from './mask-tokens.js';
import {NAMED_PATTERNS, NAME_ENDINGS, type NamedPattern} from './named-patterns.js';

/** Longest value that is read (STYLE H5): keys and tokens are shorter, and what is longer loses its start. */
const MAX_VALUE = 2048;
/** Shorter values cannot be told from words and flags. */
const MIN_ANY = 4;
const MIN_OPAQUE = 12;

const BY_NAME = new Map(
  NAMED_PATTERNS.flatMap((pattern) =>
    pattern.names.map((name) => [name.replaceAll(' ', ''), pattern] as const),
  ),
);
const NAMES = [...NAMED_PATTERNS.flatMap(({names}) => names)]
  .sort((a, b) => b.length - a.length)
  .map((name) => name.replaceAll(' ', '[ _-]?'))
  .join('|');
const ENDING = `(?:[_-]?(?:${NAME_ENDINGS.join('|')}))?[_-]?\\d{0,3}`;
/** The name, what closes it, the sign, what opens the value. All parts are bounded: linear. */
const ASSIGNED = new RegExp(
  `(${NAMES})${ENDING}(\\\\{0,3}["'\`]?\\]?\\s{0,4}(?:=>|:=|[:=])\\s{0,8})(\\\\{0,3}["'\`])?`,
  'gi',
);
const AUTHORIZATION =
  /(authorization\\{0,3}["']?\s{0,4}[:=]\s{0,8}\\{0,3}["']?\s{0,4}|\b(?=bearer\s))((?:bearer|basic|token|digest|negotiate|api-?key|sso-key|aws4-hmac-sha256)\s{1,4})?([\w.~+/=:-]{8,4096})/gi;
const COOKIE =
  /(cookie\\{0,3}["']?\s{0,4}:\s{0,8}\\{0,3}["']?)([^\s"'\\=;]{1,256}=[^"'\\\r\n]{4,4096})/gi;
const USER_INFO = /(:\/\/[^\s/:@"'<>\\]{0,128}:)([^\s/@"'<>\\]{3,256})(?=@)/g;
const BARE = /[^\s"'`,;&|<>(){}[\]\\]{1,2048}/y;
const NAME_AT_END = new RegExp(`(${NAMES})${ENDING}$`, 'i');
/** Cheap test that saves most texts the four searches. */
const HINT = /pass|pwd|secret|key|token|credential|session|authori|bearer|cookie|:\/\//i;

/** Masks what a name, a scheme or an address before it gives away as a secret. Linear. */
export function maskNamed(text: string): string {
  if (!HINT.test(text)) return text;
  let masked = text;
  if (masked.includes('://')) {
    masked = masked.replace(USER_INFO, (whole, before: string, secret: string) =>
      isPlaceholder(secret) ? whole : before + toMask('address-password', secret),
    );
  }
  masked = masked.replace(
    AUTHORIZATION,
    (whole, before: string, scheme: string | undefined, secret: string) =>
      isAuthorization(before, secret)
        ? before + (scheme ?? '') + toMask('authorization', secret)
        : whole,
  );
  masked = masked.replace(
    COOKIE,
    (_whole, before: string, secret: string) => before + toMask('cookie', secret),
  );
  return maskAssigned(masked);
}

/** Masks a field whose name says that its value is a secret; undefined where it does not. */
export function maskField(name: string, value: string): string | undefined {
  const match = NAME_AT_END.exec(name.slice(-64));
  if (match === null || isPaging(name, name.length - match[0].length)) return undefined;
  const pattern = findPattern(match[1]);
  return pattern !== undefined && isSecret(value, pattern, true)
    ? toMask(pattern.id, value)
    : undefined;
}

function maskAssigned(text: string): string {
  ASSIGNED.lastIndex = 0;
  let masked = '';
  let done = 0;
  for (let found = ASSIGNED.exec(text); found !== null; found = ASSIGNED.exec(text)) {
    const pattern = findPattern(found[1]);
    const from = ASSIGNED.lastIndex;
    const end = readValue(text, from, found[3]);
    const value = text.slice(from, end);
    const isCall = found[3] === undefined && /[([]/.test(text[end] ?? '');
    if (
      pattern === undefined ||
      isCall ||
      isPaging(text, found.index) ||
      !isSecret(value, pattern, found[3] !== undefined)
    ) {
      continue;
    }
    masked += text.slice(done, from) + toMask(pattern.id, value);
    done = end;
    ASSIGNED.lastIndex = end;
  }
  return done === 0 ? text : masked + text.slice(done);
}

function findPattern(name: string | undefined): NamedPattern | undefined {
  return BY_NAME.get((name ?? '').toLowerCase().replace(/[ _-]/g, ''));
}

/** To the quote that closes it, or to what ends a bare word. */
function readValue(text: string, from: number, quote: string | undefined): number {
  const limit = Math.min(text.length, from + MAX_VALUE);
  if (quote !== undefined) {
    const close = text.slice(from, limit).indexOf(quote);
    if (close >= 0) return from + close;
  }
  BARE.lastIndex = from;
  return BARE.test(text) ? BARE.lastIndex : from;
}

/** `next_page_token=...` is a place in a list, and what a loop over pages is judged by. */
function isPaging(text: string, at: number): boolean {
  return /(?:page|next|continuation|sync|cursor|resume|stop|pad|eos|bos|special)[_-]?$/i.test(
    text.slice(Math.max(0, at - 16), at),
  );
}

function isSecret(value: string, pattern: NamedPattern, isQuoted: boolean): boolean {
  if (isPlaceholder(value)) return false;
  if (/\s/.test(value.trim()) && pattern.id !== 'password') return false;
  if (pattern.value === 'opaque') return value.length >= MIN_OPAQUE && isOpaque(value);
  if (value.length < MIN_ANY || value.split(/\s+/).length > 4) return false;
  // A bare word may be prose: "password: must be changed".
  return isQuoted || isOpaque(value);
}

function isAuthorization(before: string, secret: string): boolean {
  if (isPlaceholder(secret)) return false;
  return before !== ''
    ? isOpaque(secret) || secret.length >= 20
    : secret.length >= MIN_OPAQUE && isOpaque(secret);
}
