import type Database from 'better-sqlite3';
import type {SpanDraft} from '../model/facts.js';
import {hashText, HashIndex, KEY_BYTES, toBlob} from './hash-index.js';
import {INSERT_LABEL} from './queries/facts.js';
import {LABEL_INDEX} from './queries/hash-indexes.js';
import {RecentMap} from './recent-map.js';
import {toFlag, toText} from './sql-values.js';

/** Combinations kept in memory; a log has tens of them, a hostile one a new one per span. */
const MAX_RECENT = 20_000;
/** Between the length and the text of a key part. */
const SEPARATOR = ':';

/** The fields that many spans share (kind, name, agent, tool, model, status), stored once each. */
export class LabelTable {
  readonly #index: HashIndex;
  readonly #insert: Database.Statement;
  readonly #recent = new RecentMap<string, number>(MAX_RECENT);

  constructor(db: Database.Database) {
    this.#index = new HashIndex(db, LABEL_INDEX);
    this.#insert = db.prepare(INSERT_LABEL);
  }

  intern(span: Partial<SpanDraft>, options: {readonly isPatch: boolean}): number {
    const key = buildKey(span, options.isPatch);
    const recent = this.#recent.get(key);
    if (recent !== undefined) return recent;
    const hash = hashText(key).slice(0, KEY_BYTES);
    const id = this.#index.get(hash) ?? this.#store(hash, span, options.isPatch);
    this.#recent.set(key, id);
    return id;
  }

  flush(options: {readonly mergeIndex: boolean}): void {
    this.#index.merge({force: options.mergeIndex});
  }

  #store(hash: string, span: Partial<SpanDraft>, isPatch: boolean): number {
    const id = this.#index.nextId();
    this.#insert.run(
      id,
      toBlob(hash),
      Number(isPatch),
      toText(span.kind),
      toText(span.name),
      toText(span.status),
      toText(span.agentName),
      toText(span.agentId),
      toText(span.toolName),
      toText(span.model),
      toText(span.provider),
      toText(span.errorType),
      toText(span.finishReason),
      toText(span.branch),
      toText(span.scope),
      toText(span.sessionId),
      toFlag(span.derivedId),
      toFlag(span.unfinished),
      toText(span.usage?.source),
    );
    this.#index.add(hash, id);
    return id;
  }
}

/** Injective: each field with its length, absent fields told from empty ones. */
function buildKey(span: Partial<SpanDraft>, isPatch: boolean): string {
  return (
    (isPatch ? 'p' : 's') +
    toKeyPart(span.kind) +
    toKeyPart(span.name) +
    toKeyPart(span.status) +
    toKeyPart(span.agentName) +
    toKeyPart(span.agentId) +
    toKeyPart(span.toolName) +
    toKeyPart(span.model) +
    toKeyPart(span.provider) +
    toKeyPart(span.errorType) +
    toKeyPart(span.finishReason) +
    toKeyPart(span.branch) +
    toKeyPart(span.scope) +
    toKeyPart(span.sessionId) +
    toBit(span.derivedId) +
    toBit(span.unfinished) +
    toKeyPart(span.usage?.source)
  );
}

function toKeyPart(text: string | undefined): string {
  return text === undefined ? '-' : String(text.length) + SEPARATOR + text;
}

function toBit(flag: boolean | undefined): string {
  return flag === undefined ? '-' : flag ? '1' : '0';
}
