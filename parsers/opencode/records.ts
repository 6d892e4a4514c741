import type {JsonObject, JsonValue, Locator, RecordEvent} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';
import {measureJson} from '../common/json-equal.js';
import {isExport, isMessageWithParts, toDocKind} from '../common/opencode/docs.js';
import type {Doc, DocKind} from '../common/opencode/docs.js';
import {within} from '../common/places.js';

/** Messages of an export, and messages of a bare list (the HTTP API). */
export const ELEMENTS = ['messages[]', '[]'];
const IN_LIST = 1;

/** A document of the storage, whatever it was wrapped in. */
export interface Found extends Doc {
  readonly kind: DocKind;
}

/** The documents in one record; undefined where it is none of OpenCode's. */
export function docsOf(event: RecordEvent): readonly Found[] | undefined {
  const {value, at} = event;
  if (event.kind === 'rest') return infoOf(value, at);
  if (isMessageWithParts(value)) return withParts(value, at);
  // Diffs of a user message stand as bare arrays between the documents of a dump: noise.
  if (isArray(value) || (event.kind === 'element' && event.pattern === IN_LIST)) return [];
  if (!isObject(value)) return undefined;
  if (isExport(value)) return infoOf(value, at);
  const kind = toDocKind(value);
  if (kind !== undefined) return [{kind, value, at}];
  // Rows of projects: an id and a worktree.
  return textOf(value, 'worktree') === undefined ? undefined : [];
}

/** Bytes of the record in the source, or about what it would take. */
export function sizeOf({value, at}: Doc | {value: JsonValue; at: Locator}): number {
  return (at.kind === 'row' ? undefined : at.length) ?? measureJson(value);
}

function infoOf(value: JsonValue, at: Locator): readonly Found[] {
  const info = isObject(value) ? objectOf(value, 'info') : undefined;
  const kind = info === undefined ? undefined : toDocKind(info);
  if (info === undefined || kind === undefined) return [];
  return [{kind, value: info, at: within(at, '/info')}];
}

function withParts(value: JsonObject, at: Locator): readonly Found[] {
  const info = objectOf(value, 'info') ?? {};
  const found: Found[] = [{kind: 'message', value: info, at: within(at, '/info')}];
  const parts = getField(value, 'parts');
  const messageID = textOf(info, 'id') ?? '';
  for (const [index, part] of (isArray(parts) ? parts : []).entries()) {
    if (!isObject(part)) continue;
    const doc = {messageID, ...part};
    const place = within(at, `/parts/${String(index)}`);
    if (toDocKind(doc) === 'part') found.push({kind: 'part', value: doc, at: place});
  }
  return found;
}
