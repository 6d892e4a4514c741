import {createHash} from 'node:crypto';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {FactSink, SourceCandidate, SourceEnd} from '../../src/ingest/sink.js';
import type {Fact, SpanDraft} from '../../src/model/facts.js';
import {toParserId} from '../../src/model/ids.js';
import type {IdScope} from '../../src/model/kinds.js';
import type {ContainerKind} from '../../src/model/record-source.js';
import type {Message} from '../../src/model/message.js';

/** A source that exists only as text: what the ingest would say of such a file. */
export interface MemorySource {
  readonly path?: string;
  readonly text: string;
  readonly facts: readonly Fact[];
  readonly parserVersion?: number;
  readonly container?: ContainerKind;
  readonly idScope?: IdScope;
  readonly tornTail?: SourceEnd['tornTail'];
  readonly tornBytes?: number;
  /** Counts; the number of facts where absent. */
  readonly present?: number;
}

export function toCandidate(source: MemorySource): SourceCandidate {
  const bytes = Buffer.from(source.text);
  return {
    path: source.path ?? '/logs/a.jsonl',
    container: source.container ?? 'json-lines',
    parserId: toParserId('memory'),
    parserVersion: source.parserVersion ?? 1,
    idScope: source.idScope ?? 'global',
    resumable: true,
    sizeBytes: bytes.length,
    hashPrefix: (length) =>
      Promise.resolve(length > bytes.length ? undefined : sha256(bytes.subarray(0, length))),
  };
}

/** Feeds a source to a sink as the ingest does; returns what the sink made of it. */
export async function ingest(sink: FactSink, source: MemorySource): Promise<string> {
  const start = await sink.beginSource(toCandidate(source));
  if (start.kind === 'unchanged') return start.kind;
  await start.session.write(source.facts);
  await start.session.finish(toEnd(source));
  return start.kind;
}

export function toEnd(source: MemorySource): SourceEnd {
  const bytes = Buffer.from(source.text);
  const prefixBytes = bytes.length - (source.tornBytes ?? 0);
  const present = source.present ?? source.facts.length;
  return {
    counts: {present, read: present, refused: 0},
    prefixBytes,
    prefixSha256: sha256(bytes.subarray(0, prefixBytes)),
    totalBytes: bytes.length,
    totalSha256: sha256(bytes),
    offset: prefixBytes,
    line: source.text.slice(0, prefixBytes).split('\n').length,
    ...(source.tornTail === undefined ? {} : {tornTail: source.tornTail}),
  };
}

export function spanFact(span: Partial<SpanDraft> & Pick<SpanDraft, 'spanId'>, offset = 0): Fact {
  return {
    kind: 'span',
    span: {traceId: 't1', kind: 'tool', name: span.spanId, ...span},
    at: {kind: 'bytes', offset, length: 10, line: 1},
  };
}

export function textMessage(role: string, text: string): Message {
  return {role, parts: [{kind: 'text', text}]};
}

/** A folder of this test alone, removed after `run`. */
export async function withTempFolder<T>(run: (folder: string) => Promise<T> | T): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'whatbroke-store-'));
  try {
    return await run(folder);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
