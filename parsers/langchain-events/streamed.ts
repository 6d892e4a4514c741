import type {JsonObject, JsonValue} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';

/** Characters of one streamed reply that are held. */
const MAX_CHARS = 1_000_000;

/** The pieces of a reply, for the case that its end is not logged, or logged without the reply. */
export class Streamed {
  readonly #texts: string[] = [];
  #chars = 0;
  #usage: JsonObject | undefined;

  add(value: JsonObject): void {
    const data = objectOf(value, 'data') ?? value;
    const chunk = getField(data, 'chunk') ?? getField(data, 'token') ?? null;
    const fields = isObject(chunk) ? (objectOf(chunk, 'kwargs') ?? chunk) : undefined;
    if (fields !== undefined) this.#usage = objectOf(fields, 'usage_metadata') ?? this.#usage;
    const text = typeof chunk === 'string' ? chunk : textOfContent(fields);
    if (text === '' || this.#chars > MAX_CHARS) return;
    this.#chars += text.length;
    this.#texts.push(text);
  }

  /** One message, as far as it was streamed; undefined where nothing was. */
  take(): JsonValue | undefined {
    if (this.#texts.length === 0 && this.#usage === undefined) return undefined;
    const usage = this.#usage === undefined ? {} : {usage_metadata: this.#usage};
    return {type: 'ai', content: this.#texts.join(''), ...usage};
  }
}

function textOfContent(fields: JsonObject | undefined): string {
  if (fields === undefined) return '';
  const content = getField(fields, 'content') ?? getField(fields, 'text') ?? '';
  if (typeof content === 'string') return content;
  if (!isArray(content)) return '';
  return content.map((part) => (isObject(part) ? (textOf(part, 'text') ?? '') : '')).join('');
}
