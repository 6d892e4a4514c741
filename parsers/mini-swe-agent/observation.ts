import type {JsonObject, SpanDraft} from '../api.js';
import {compact, getField} from '../api.js';
import {numberOf, objectOf, textOf} from '../common/fields.js';
import {flattenResult} from '../common/messages/part.js';

const RETURN_CODE = /^\s*<returncode>\s*(-?\d+)\s*<\/returncode>/;
/** The default text for a command that ran out of time; a configuration may say it otherwise. */
const TIMED_OUT = /^The last command <command>[\s\S]*<\/command> timed out/;

/**
 * What an observation says of its command. The return code is a flag (v2) or the first line of the
 * text (v1). A time-out of v1 is told in prose only: named, but not counted as an error.
 */
export function readObservation(message: JsonObject): Partial<SpanDraft> {
  const extra = objectOf(message, 'extra') ?? {};
  const content = getField(message, 'content') ?? '';
  const output = getField(extra, 'raw_output') ?? flattenResult(content);
  const text = typeof content === 'string' ? content : '';
  const code = numberOf(extra, 'returncode') ?? toCode(text);
  const exception = textOf(extra, 'exception_info');
  if (code === undefined) {
    const timedOut = TIMED_OUT.test(text);
    return compact<Partial<SpanDraft>>({output, errorType: timedOut ? 'timeout' : undefined});
  }
  const failed = code !== 0;
  return compact<Partial<SpanDraft>>({
    output,
    status: failed ? 'error' : 'ok',
    errorType: failed
      ? (textOf(extra, 'exception_type') ?? `exit code ${String(code)}`)
      : undefined,
    statusMessage: exception,
    attributes: {returncode: code},
  });
}

function toCode(text: string): number | undefined {
  const code = RETURN_CODE.exec(text)?.[1];
  return code === undefined ? undefined : Number(code);
}

/** The text is that of an observation, whoever asked for it. */
export function isObservation(text: string): boolean {
  return RETURN_CODE.test(text) || TIMED_OUT.test(text);
}
