import type Database from 'better-sqlite3';
import {compact} from '../model/compact.js';
import type {SpanDraft} from '../model/facts.js';
import {hashText, HashIndex, KEY_BYTES, toBlob} from './hash-index.js';
import {INSERT_LABEL} from './queries/facts.js';
import {LABEL_INDEX} from './queries/hash-indexes.js';
import {RecentMap} from './recent-map.js';
import {toFlag, toText} from './sql-values.js';

/** Combinations kept in memory; a log has tens of them, a hostile one a new one per span. */
const MAX_RECENT = 20_000;
/** Labels of one name compared field by field before a key is built; most names have one or two. */
const MAX_SAME_NAME = 6;
const MAX_RECENT_NAMES = 2000;

interface KnownLabel {
  readonly fields: LabelFields;
  readonly isPatch: boolean;
  readonly id: number;
}

/** Between the length and the text of a key part. */
const SEPARATOR = ':';

/** The fields that many spans share (kind, name, agent, tool, model, status), stored once each. */
export class LabelTable {
  readonly #index: HashIndex;
  readonly #insert: Database.Statement;
  readonly #recent = new RecentMap<string, number>(MAX_RECENT);
  readonly #byName = new RecentMap<string, readonly KnownLabel[]>(MAX_RECENT_NAMES);

  constructor(db: Database.Database) {
    this.#index = new HashIndex(db, LABEL_INDEX);
    this.#insert = db.prepare(INSERT_LABEL);
  }

  intern(span: Partial<SpanDraft>, options: {readonly isPatch: boolean}): number {
    const name = span.name ?? '';
    const sameName = this.#byName.get(name) ?? [];
    for (const label of sameName) {
      if (label.isPatch === options.isPatch && isSameLabel(label.fields, span)) return label.id;
    }
    const id = this.#internByKey(span, options);
    const known = {fields: toLabelFields(span), isPatch: options.isPatch, id};
    this.#byName.set(name, [known, ...sameName].slice(0, MAX_SAME_NAME));
    return id;
  }

  #internByKey(span: Partial<SpanDraft>, options: {readonly isPatch: boolean}): number {
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

/** The fields that make a label; `usageSource` stands for the usage. */
type LabelFields = Pick<
  SpanDraft,
  'agentName' | 'agentId' | 'toolName' | 'model' | 'provider' | 'errorType' | 'finishReason'
> &
  Pick<SpanDraft, 'branch' | 'scope' | 'sessionId' | 'derivedId' | 'unfinished' | 'status'> &
  Partial<Pick<SpanDraft, 'kind' | 'name'>> & {readonly usageSource?: string};

function toLabelFields(span: Partial<SpanDraft>): LabelFields {
  return compact<LabelFields>({
    kind: span.kind,
    name: span.name,
    status: span.status,
    agentName: span.agentName,
    agentId: span.agentId,
    toolName: span.toolName,
    model: span.model,
    provider: span.provider,
    errorType: span.errorType,
    finishReason: span.finishReason,
    branch: span.branch,
    scope: span.scope,
    sessionId: span.sessionId,
    derivedId: span.derivedId,
    unfinished: span.unfinished,
    usageSource: span.usage?.source,
  });
}

function isSameLabel(a: LabelFields, b: Partial<SpanDraft>): boolean {
  return (
    a.kind === b.kind &&
    a.name === b.name &&
    a.status === b.status &&
    a.agentName === b.agentName &&
    a.agentId === b.agentId &&
    a.toolName === b.toolName &&
    a.model === b.model &&
    a.provider === b.provider &&
    a.errorType === b.errorType &&
    a.finishReason === b.finishReason &&
    a.branch === b.branch &&
    a.scope === b.scope &&
    a.sessionId === b.sessionId &&
    a.derivedId === b.derivedId &&
    a.unfinished === b.unfinished &&
    a.usageSource === b.usage?.source
  );
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
