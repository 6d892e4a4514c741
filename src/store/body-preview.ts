import type Database from 'better-sqlite3';
import {parseJson} from '../ingest/records/parse-json.js';
import {isArray, isObject} from '../model/json.js';
import type {JsonValue} from '../model/json.js';
import type {CutText} from '../replay/reader.js';
import {BODY_FORM} from './body-content.js';
import {READ_BODY_START} from './queries/replay.js';

/** Characters of a one-line preview: more than any terminal is wide. */
const PREVIEW_CHARS = 240;
/** Start of a message that is read for a preview; parsed whole where the message fits. */
const MESSAGE_START_CHARS = 4096;

interface BodyStart {
  readonly form: number;
  readonly text: string;
  readonly total: number;
}

/** First characters of bodies, without reading the rest of a long one. */
export class BodyPreviews {
  readonly #read: Database.Statement;

  constructor(db: Database.Database) {
    this.#read = db.prepare(READ_BODY_START);
  }

  /** One-line start of a body; undefined where there is none. */
  preview(bodyId: number): string | undefined {
    if (!(bodyId > 0)) return undefined;
    const start = this.#read.get(MESSAGE_START_CHARS, bodyId) as BodyStart | undefined;
    if (start === undefined) return undefined;
    const text = start.form === BODY_FORM.message ? previewMessage(start) : start.text;
    return text.slice(0, PREVIEW_CHARS);
  }

  cut(bodyId: number, textLimit: number): CutText | undefined {
    if (!(bodyId > 0)) return undefined;
    const start = this.#read.get(textLimit, bodyId) as BodyStart | undefined;
    if (start === undefined) return undefined;
    // SQLite counts code points, the limit and the total are in UTF-16 units as all text here.
    return {
      text: start.text.slice(0, textLimit),
      totalChars: Math.max(start.total, start.text.length),
    };
  }
}

function previewMessage(start: BodyStart): string {
  if (start.total > start.text.length) return previewCutMessage(start.text);
  const message = parseJson(start.text);
  const parts = isObject(message) ? message['parts'] : undefined;
  let calls = '';
  for (const part of isArray(parts) ? parts : []) {
    if (!isObject(part)) continue;
    if (part['kind'] === 'text' && part['text'] !== '') return toText(part['text']);
    if (part['kind'] === 'tool-call') calls += `${calls === '' ? '' : ', '}${toText(part['name'])}`;
  }
  return calls;
}

/** The text of the first text part of a message whose end is not read. */
function previewCutMessage(text: string): string {
  const mark = '"kind":"text","text":"';
  const from = text.indexOf(mark);
  if (from < 0) return text;
  const raw = text.slice(from + mark.length, from + mark.length + PREVIEW_CHARS * 2);
  // A cut may split an escape: shorten until it is a whole JSON string (at most 12 characters).
  const end = raw.search(/(?<!\\)(?:\\\\)*"/);
  const whole = end < 0 ? raw : raw.slice(0, end + (/^\\*/.exec(raw.slice(end))?.[0].length ?? 0));
  for (let length = whole.length; length > whole.length - 12 && length > 0; length--) {
    try {
      return JSON.parse(`"${whole.slice(0, length)}"`) as string;
    } catch {
      // Not whole yet: one character less.
    }
  }
  return '';
}

function toText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
