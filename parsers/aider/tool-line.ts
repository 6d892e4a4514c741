import type {Usage} from '../api.js';
import {compact} from '../api.js';

/** What aider says of itself on a line `> ...`; the text behind the mark. */
export type ToolLine =
  | {readonly kind: 'tokens'; readonly usage: Usage}
  | {readonly kind: 'model'; readonly model: string}
  | {readonly kind: 'version'; readonly version: string}
  | {readonly kind: 'edited'; readonly path: string}
  | {readonly kind: 'commit'; readonly hash: string; readonly text: string}
  | {readonly kind: 'running'; readonly command: string}
  | {readonly kind: 'lint'}
  | {readonly kind: 'lint-asked'; readonly isRefused: boolean}
  | {readonly kind: 'test-failed'; readonly isRefused: boolean}
  | {readonly kind: 'edit-refused'}
  | {readonly kind: 'retry'; readonly text: string}
  | {readonly kind: 'failure'; readonly text: string; readonly errorType: string}
  | {readonly kind: 'cost'}
  | {readonly kind: 'limit'; readonly text: string}
  | {readonly kind: 'other'; readonly text: string};

const TOKENS = /^Tokens: ([\d.,]+[kM]?) sent, (?:(.*), )?([\d.,]+[kM]?) received\./;
const MODEL = /^(?:Main model|Models?): ([^\s,]+)/;
const VERSION = /^[Aa]ider v(\S+)/;
const EDITED = /^Applied edit to (.+)$/;
const COMMIT = /^Commit ([0-9a-f]{5,40})\b ?(.*)$/;
const RUNNING = /^Running (.+)$/;
const RETRY = /^Retrying in [\d.]+ seconds/;
const LIMIT =
  /^Only \d+ reflections allowed, stopping|has hit a token limit|exhausted context window/;
/** `litellm.RateLimitError: ...` */
const FAILURE = /^(?:The API provider|litellm\.|Unable to |Exception: )|^litellm\.\w+/;
/** `Attempt to fix lint errors? (Y)es/(N)o [Yes]: y` */
const ASKED = /^Attempt to fix (lint|test) errors\?/;
const REFUSED =
  /did not conform to the (?:edit )?format|^Malformed response|SEARCH\/REPLACE blocks? failed to match/;

export function readToolLine(text: string): ToolLine {
  const tokens = TOKENS.exec(text);
  if (tokens !== null) return {kind: 'tokens', usage: toUsage(tokens)};
  // In some versions the price has a line of its own.
  if (text.startsWith('Cost: $')) return {kind: 'cost'};
  const edited = EDITED.exec(text)?.[1];
  if (edited !== undefined) return {kind: 'edited', path: edited};
  const [, hash, message = ''] = COMMIT.exec(text) ?? [];
  if (hash !== undefined) return {kind: 'commit', hash, text: message};
  const command = RUNNING.exec(text)?.[1];
  if (command !== undefined) return {kind: 'running', command};
  const model = MODEL.exec(text)?.[1];
  if (model !== undefined) return {kind: 'model', model};
  const version = VERSION.exec(text)?.[1];
  if (version !== undefined) return {kind: 'version', version};
  if (text === '# Fix any errors below, if possible.') return {kind: 'lint'};
  const asked = ASKED.exec(text)?.[1];
  if (asked !== undefined) {
    const isRefused = /: ?n$/i.test(text);
    return {kind: asked === 'lint' ? 'lint-asked' : 'test-failed', isRefused};
  }
  if (LIMIT.test(text)) return {kind: 'limit', text};
  if (REFUSED.test(text)) return {kind: 'edit-refused'};
  if (RETRY.test(text)) return {kind: 'retry', text};
  if (FAILURE.test(text)) {
    return {kind: 'failure', text, errorType: /litellm\.(\w+)/.exec(text)?.[1] ?? 'error'};
  }
  return {kind: 'other', text};
}

/** `Tokens: 12k sent, 4.0k cache write, 3.1k cache hit, 310 received.` */
function toUsage([, sent = '', cache = '', received = '']: RegExpExecArray): Usage {
  const written = /([\d.,]+[kM]?) cache write/.exec(cache)?.[1];
  const hit = /([\d.,]+[kM]?) cache hit/.exec(cache)?.[1];
  // 5.2k stands for any number from 5,150 to 5,249: no exact count.
  const isRounded = /[kM]/.test(sent + cache + received);
  return compact<Usage>({
    inputTokens: toCount(sent),
    outputTokens: toCount(received),
    cachedReadTokens: hit === undefined ? undefined : toCount(hit),
    cachedWriteTokens: written === undefined ? undefined : toCount(written),
    source: isRounded ? 'estimated' : 'reported',
  });
}

function toCount(text: string): number {
  const scale = text.endsWith('k') ? 1e3 : text.endsWith('M') ? 1e6 : 1;
  const count = Math.round(Number(text.replace(/[,kM]/g, '')) * scale);
  return Number.isSafeInteger(count) ? count : 0;
}
