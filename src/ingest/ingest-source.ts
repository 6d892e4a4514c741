import {createHash} from 'node:crypto';
import {assert} from '../model/assert.js';
import type {Diagnostic} from '../model/diagnostic.js';
import type {Fact} from '../model/facts.js';
import type {ParserId} from '../model/ids.js';
import type {TraceParser} from '../model/parser.js';
import type {ContainerKind, RecordSource} from '../model/record-source.js';
import type {PassReport} from './records/source-report.js';
import type {FactSink, ResumePoint, SourceCounts, SourceEnd, SourceSession} from './sink.js';
import {ParseTally} from './tally.js';

/** One source ready to be parsed, whatever it is made of. */
export interface PreparedSource {
  readonly path: string;
  readonly container: ContainerKind;
  readonly sizeBytes: number;
  readonly resumable: boolean;
  hashPrefix(lengthBytes: number): Promise<string | undefined>;
  hashSibling?(path: string): Promise<string | undefined>;
  /** Called once, after the sink has decided. */
  read(resume: ResumePoint | undefined): ReadingSource;
}

export interface ReadingSource {
  readonly source: RecordSource;
  /** What the readers of this source, its members and its siblings counted. */
  passes(): readonly PassReport[];
  /** Reads what is left for the hash; says where the settled part ends. */
  settle(): Promise<Omit<SourceEnd, 'counts'>>;
}

export interface SourceOutcome {
  readonly path: string;
  readonly parserId: ParserId;
  readonly container: ContainerKind;
  /** Why this parser. */
  readonly reason: string;
  readonly kind: 'unchanged' | 'new' | 'grown' | 'rewritten';
  /** Of this session; of the stored version where nothing changed. The torn tail is one more, refused. */
  readonly counts: SourceCounts;
  readonly facts: number;
  /** Of the reader, the refused records and the ingest, bounded per code; those that parsers yield are facts only. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface IngestSourceOptions {
  readonly parser: TraceParser;
  readonly reason: string;
  readonly sink: FactSink;
  readonly signal: AbortSignal;
  readonly map?: string;
  readonly onFacts: (count: number) => void;
}

/**
 * Parses one source into the sink. Whatever fails, the session is abandoned and the error goes on:
 * a source is in the case as a whole, or not at all.
 *
 * @throws UserError, the abort reason, or the error of the file system
 */
export async function ingestSource(
  prepared: PreparedSource,
  options: IngestSourceOptions,
): Promise<SourceOutcome> {
  const {parser, reason, sink} = options;
  const {path, container, sizeBytes, resumable} = prepared;
  const start = await sink.beginSource({
    path,
    container,
    parserId: parser.id,
    parserVersion: versionOf(parser, options.map),
    idScope: parser.idScope,
    resumable,
    sizeBytes,
    hashPrefix: (lengthBytes) => prepared.hashPrefix(lengthBytes),
    hashSibling: async (sibling) => prepared.hashSibling?.(sibling),
  });
  const base = {path, parserId: parser.id, container, reason, kind: start.kind};
  if (start.kind === 'unchanged') return {...base, counts: start.counts, facts: 0, diagnostics: []};
  const {session} = start;
  try {
    const resume = start.kind === 'grown' ? start.resume : undefined;
    const parsed = await parseInto(session, prepared.read(resume), {...options, resume});
    return {...base, ...parsed};
  } catch (error) {
    await session.abandon();
    throw error;
  }
}

/** Another map gives other facts of the same bytes, as another version of the parser does. */
function versionOf({version}: TraceParser, map: string | undefined): number {
  if (map === undefined) return version;
  const mark = createHash('sha256').update(map).digest().readUInt32BE(0);
  return version * 2 ** 32 + mark;
}

async function parseInto(
  session: SourceSession,
  reading: ReadingSource,
  options: IngestSourceOptions & {readonly resume: ResumePoint | undefined},
): Promise<Pick<SourceOutcome, 'counts' | 'facts' | 'diagnostics'>> {
  const {parser, signal, map, resume, onFacts} = options;
  const tally = new ParseTally();
  let facts = 0;
  const batches = parser.parse(reading.source, {
    signal,
    tally,
    ...(resume === undefined ? {} : {resume}),
    ...(map === undefined ? {} : {map}),
  });
  for await (const batch of batches) {
    signal.throwIfAborted();
    if (batch.length === 0) continue;
    await session.write(batch);
    facts += batch.length;
    onFacts(facts);
  }
  const end = await reading.settle();
  const passes = reading.passes();
  const settled = addUp(passes, tally);
  const mismatch = findMismatch(settled);
  const noted = [
    ...passes.flatMap((pass) => ofPass(pass, end)),
    ...tally.diagnostics(),
    ...mismatch,
  ];
  if (noted.length > 0) {
    await session.write(noted.map((diagnostic): Fact => ({kind: 'diagnostic', diagnostic})));
  }
  const isTorn = end.tornTail !== undefined;
  const counts = isTorn
    ? {...settled, present: settled.present - 1, refused: settled.refused - 1}
    : settled;
  signal.throwIfAborted();
  await session.finish({...end, counts});
  const diagnostics = end.tornTail === undefined ? noted : [...noted, end.tornTail];
  return {counts: settled, facts, diagnostics};
}

function addUp(passes: readonly PassReport[], tally: ParseTally): SourceCounts {
  let present = 0;
  let refused = tally.refused;
  for (const pass of passes) {
    present += pass.present;
    refused += pass.refused;
  }
  assert(present >= 0, 'counts are not negative');
  return {present, read: tally.read, refused};
}

/** The torn tail of the source itself goes with its end; that of a member or a sibling is a fact. */
function ofPass(pass: PassReport, end: Omit<SourceEnd, 'counts'>): readonly Diagnostic[] {
  const {tornTail} = pass;
  if (tornTail === undefined || tornTail === end.tornTail) return pass.diagnostics();
  return [...pass.diagnostics(), tornTail];
}

/** The numbers are counted apart, so that a parser that forgets a record is found out. */
function findMismatch({present, read, refused}: SourceCounts): readonly Diagnostic[] {
  if (read + refused === present) return [];
  const message = `read ${String(read)} + refused ${String(refused)} is not present ${String(present)}`;
  return [{code: 'count-mismatch', severity: 'error', message}];
}
