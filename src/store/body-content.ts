import type {JsonValue} from '../model/json.js';
import type {Message, MessagePart} from '../model/message.js';
import {toCanonicalJson} from './canonical-json.js';

/** How the text of a body is to be read; column `body.form`. */
export const BODY_FORM = {text: 0, json: 1, message: 2} as const;
export type BodyForm = (typeof BODY_FORM)[keyof typeof BODY_FORM];

export interface BodyContent {
  readonly form: BodyForm;
  readonly text: string;
}

/**
 * Canonical content of an argument or a result. Plain strings are kept as they are (no quotes, no
 * escapes), unless SQLite text could not hold them exactly.
 */
export function toValueContent(value: JsonValue): BodyContent {
  if (typeof value === 'string' && isPlain(value)) {
    return {form: BODY_FORM.text, text: value};
  }
  return {form: BODY_FORM.json, text: toCanonicalJson(value)};
}

/** Without NUL and lone surrogates, which SQLite text does not give back as they were. */
function isPlain(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Canonical content of a message: our shape, fixed key order, tool-call ids left out. */
export function toMessageContent(message: Message): BodyContent {
  let text = `{"role":${JSON.stringify(message.role)}`;
  if (message.name !== undefined) text += `,"name":${JSON.stringify(message.name)}`;
  if (message.synthetic === true) text += ',"synthetic":true';
  text += ',"parts":[';
  let isFirst = true;
  for (const part of message.parts) {
    text += (isFirst ? '' : ',') + toPartText(part);
    isFirst = false;
  }
  return {form: BODY_FORM.message, text: `${text}]}`};
}

/** Ids of the tool calls and results in part order, as JSON; undefined where the message has none. */
export function toCallIds(message: Message): string | undefined {
  let ids: (string | null)[] | undefined;
  let calls = 0;
  for (const part of message.parts) {
    if (part.kind !== 'tool-call' && part.kind !== 'tool-result') continue;
    calls++;
    if (part.id === undefined) continue;
    ids ??= [];
    while (ids.length < calls - 1) ids.push(null);
    ids.push(part.id);
  }
  return ids === undefined ? undefined : JSON.stringify(ids);
}

function toPartText(part: MessagePart): string {
  if (part.kind === 'text' || part.kind === 'reasoning') {
    return `{"kind":"${part.kind}","text":${JSON.stringify(part.text)}}`;
  }
  // In the order of canonical keys, without a copy of the part: most of a session is calls and results.
  if (part.kind === 'tool-call') {
    const args = part.args === undefined ? '' : `"args":${toCanonicalJson(part.args)},`;
    return `{${args}"kind":"tool-call","name":${JSON.stringify(part.name)}}`;
  }
  if (part.kind === 'tool-result') {
    const isError = part.isError === undefined ? '' : `"isError":${String(part.isError)},`;
    const name = part.name === undefined ? '' : `,"name":${JSON.stringify(part.name)}`;
    const result = part.result === undefined ? '' : `,"result":${toCanonicalJson(part.result)}`;
    return `{${isError}"kind":"tool-result"${name}${result}}`;
  }
  return toCanonicalJson({...part});
}
