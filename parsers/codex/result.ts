import type {JsonObject, JsonValue, SpanDraft} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import {numberOf, objectOf, textOf} from '../common/fields.js';
import {flattenResult} from '../common/messages/part.js';
import {isPlaceholder} from '../common/placeholder.js';
import {parseJsonText} from '../common/json-text.js';

/** First lines of the text that the shell tools give the model. */
const EXIT_CODE =
  /^(?:Chunk ID: [^\n]*\n)?(?:Wall time: [^\n]*\n)?(?:Exit code|Process exited with code):? (-?\d+)/;
const LEGACY = /^\s*\{\s*"(?:output|metadata)"/;

/**
 * Result and status of a call. Shell tools say the exit code on their first lines, or in
 * `{output, metadata: {exit_code}}` as JSON text. What only prose tells stays unknown.
 */
export function readResult(raw: JsonValue): Partial<SpanDraft> {
  if (isPlaceholder(raw)) return {};
  if (typeof raw === 'string') return readText(raw);
  if (isArray(raw)) {
    const output = flattenBlocks(raw);
    return typeof output === 'string' ? {...readText(output), output} : {output};
  }
  if (!isObject(raw)) return {};
  const success = getField(raw, 'success');
  const content = getField(raw, 'content') ?? getField(raw, 'text');
  const code = numberOf(raw, 'exitCode') ?? numberOf(raw, 'exit_code');
  const told = typeof content === 'string' ? readText(content) : {output: content ?? raw};
  if (typeof success === 'boolean') return {...told, status: success ? 'ok' : 'error'};
  return code === undefined ? told : {...told, ...toStatus(code)};
}

function readText(text: string): Partial<SpanDraft> {
  const code = EXIT_CODE.exec(text)?.[1];
  if (code !== undefined) return {output: text, ...toStatus(Number(code))};
  if (!LEGACY.test(text)) return {output: text};
  const value = parseJsonText(text);
  const metadata = isObject(value) ? objectOf(value, 'metadata') : undefined;
  if (!isObject(value) || metadata === undefined) return {output: text};
  const exit = numberOf(metadata, 'exit_code');
  const output = getField(value, 'output') ?? text;
  const attributes = {metadata};
  return exit === undefined ? {output, attributes} : {output, ...toStatus(exit), attributes};
}

export function toStatus(exitCode: number): Partial<SpanDraft> {
  if (exitCode === 0) return {status: 'ok'};
  return {status: 'error', errorType: `exit code ${String(exitCode)}`};
}

/** Text blocks of a result are one text. */
function flattenBlocks(blocks: readonly JsonValue[]): JsonValue {
  const flat = flattenResult(blocks);
  if (typeof flat === 'string' || blocks.length !== 1) return flat;
  const [only] = blocks;
  return (isObject(only) ? textOf(only, 'text') : undefined) ?? flat;
}

/** `{Ok: {content, isError}}` or `{Err: text}` of an MCP call. */
export function readMcpResult(raw: JsonObject): Partial<SpanDraft> {
  const failure = getField(raw, 'Err') ?? getField(raw, 'err');
  if (failure !== undefined && failure !== null) {
    const text = typeof failure === 'string' ? failure : JSON.stringify(failure);
    return {status: 'error', statusMessage: text, output: failure};
  }
  const ok = objectOf(raw, 'Ok') ?? objectOf(raw, 'ok') ?? raw;
  const isError = getField(ok, 'isError') ?? getField(ok, 'is_error');
  const content = getField(ok, 'content');
  return compact<Partial<SpanDraft>>({
    status: isError === true ? 'error' : 'ok',
    output: content === undefined ? undefined : flattenResult(content ?? null),
  });
}
