import {stat} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import type {TraceParser} from '../model/parser.js';
import {UserError} from '../model/user-error.js';
import {detectFormat, findParser} from './detect-format.js';
import type {Detected} from './detect-format.js';
import type {OpenedFolder} from './folder-source.js';
import {ingestSource} from './ingest-source.js';
import type {PreparedSource, SourceOutcome} from './ingest-source.js';
import {ownFiles, readInput, unreadable} from './input-files.js';
import type {Input} from './input-files.js';
import {openFile} from './open-file.js';
import type {OpenedFile} from './open-file.js';
import {prepareFile, prepareFolder} from './prepare-source.js';
import type {FactSink} from './sink.js';
import {buildSniffHead} from './sniff-head.js';
import {spoolStdin} from './spool-stdin.js';

export interface IngestProgress {
  /** Bytes on disk, read and in all. A file that has not changed counts as read. */
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly facts: number;
  /** File that is being read. */
  readonly path: string;
}

export interface IngestOptions {
  /** Files and folders, and `-` for standard input. Globs are expanded by the caller. */
  readonly paths: readonly string[];
  readonly sink: FactSink;
  readonly parsers: readonly TraceParser[];
  readonly signal: AbortSignal;
  /** Case file; it, its journals and the sources beside it are never taken for logs. */
  readonly casePath?: string;
  readonly stdin?: AsyncIterable<Buffer>;
  /** Parser id that overrides detection. */
  readonly format?: string;
  /** Text of the `--map` file. */
  readonly map?: string;
  /** Called at most once per read chunk or batch of facts; the caller throttles. */
  readonly onProgress?: (progress: IngestProgress) => void;
}

/** A file inside a named folder that is no log of ours. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

export interface IngestSummary {
  readonly sources: readonly SourceOutcome[];
  readonly skipped: readonly SkippedFile[];
  readonly facts: number;
}

interface Job {
  readonly prepared: PreparedSource;
  readonly detected: Detected;
}

/**
 * Detects, parses and hands over all inputs, one source after the other in the order given.
 *
 * @throws UserError when a named input is missing, unreadable or of no known format; sources before it are kept
 */
export async function ingest(options: IngestOptions): Promise<IngestSummary> {
  return new IngestRun(options).run();
}

class IngestRun {
  readonly #options: IngestOptions;
  readonly #parser: TraceParser | undefined;
  readonly #sources: SourceOutcome[] = [];
  readonly #skipped: SkippedFile[] = [];
  #bytesDone = 0;
  #bytesTotal = 0;
  #facts = 0;
  #path = '';

  constructor(options: IngestOptions) {
    this.#options = options;
    const {format = options.map === undefined ? undefined : MAPPED, parsers} = options;
    this.#parser = format === undefined ? undefined : findParser(format, parsers);
  }

  async run(): Promise<IngestSummary> {
    const inputs = await this.#readInputs();
    for (const input of inputs) this.#bytesTotal += await sizeOf(input);
    for (const input of inputs) {
      if (input.kind === 'file') await this.#ingestNamed(input.path);
      else await this.#ingestFolder(input.path, input.files);
    }
    return {sources: this.#sources, skipped: this.#skipped, facts: this.#facts};
  }

  async #readInputs(): Promise<readonly Input[]> {
    const {paths, casePath, stdin, signal} = this.#options;
    const caseDir = casePath === undefined ? undefined : dirname(casePath);
    const isOwnFile = await ownFiles(caseDir, casePath);
    const inputs: Input[] = [];
    for (const path of paths) {
      signal.throwIfAborted();
      if (path !== '-') inputs.push(await readInput(path, isOwnFile));
      else if (stdin === undefined || caseDir === undefined) {
        throw new UserError('-: there is no standard input to read', {next: 'name a file'});
      } else inputs.push({kind: 'file', path: await spoolStdin(stdin, caseDir, signal)});
    }
    return inputs;
  }

  async #ingestNamed(path: string): Promise<void> {
    const file = await openNamed(path);
    const detected = this.#detect(file);
    await this.#ingest({prepared: this.#prepareFile(file, detected.parser), detected});
  }

  /** Each file by itself, unless a parser claims the folder as a whole. */
  async #ingestFolder(path: string, files: readonly string[]): Promise<void> {
    const whole = this.#detectFolder(path, files);
    if (whole !== undefined) {
      const folder: OpenedFolder = {
        path,
        files,
        sizeBytes: await sizeOf({kind: 'folder', path, files}),
      };
      await this.#ingest({prepared: prepareFolder(folder, this.#reading()), detected: whole});
      return;
    }
    for (const relative of files) await this.#ingestMember(join(path, relative));
    if (files.length > 0) return;
    throw new UserError(`${path}: an empty folder`, {next: 'name a folder that holds log files'});
  }

  async #ingestMember(path: string): Promise<void> {
    this.#options.signal.throwIfAborted();
    let job: Job;
    let file: OpenedFile | undefined;
    try {
      file = await openNamed(path);
      const detected = this.#detect(file);
      job = {prepared: this.#prepareFile(file, detected.parser), detected};
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#skipped.push({path, reason: error.message});
      this.#bytesDone += file?.sizeBytes ?? 0;
      return;
    }
    await this.#ingest(job);
  }

  async #ingest({prepared, detected}: Job): Promise<void> {
    const {sink, signal, map} = this.#options;
    this.#path = prepared.path;
    const before = {bytes: this.#bytesDone, facts: this.#facts};
    this.#report();
    const outcome = await ingestSource(prepared, {
      ...detected,
      sink,
      signal,
      ...(map === undefined ? {} : {map}),
      onFacts: (facts) => {
        this.#facts = before.facts + facts;
        this.#report();
      },
    });
    this.#sources.push(outcome);
    this.#bytesDone = before.bytes + prepared.sizeBytes;
    this.#report();
  }

  #prepareFile(file: OpenedFile, parser: TraceParser): PreparedSource {
    return prepareFile(file, parser, this.#reading());
  }

  #reading(): {readonly signal: AbortSignal; readonly onBytes: (bytes: number) => void} {
    return {
      signal: this.#options.signal,
      onBytes: (bytes) => {
        this.#bytesDone += bytes;
        this.#report();
      },
    };
  }

  #detect(file: OpenedFile): Detected {
    if (this.#parser !== undefined) return {parser: this.#parser, reason: 'named by --format'};
    const single = this.#options.parsers.filter((parser) => parser.wholeFolder !== true);
    return detectFormat(buildSniffHead({...file.sniff, name: file.path}), single);
  }

  #detectFolder(path: string, entries: readonly string[]): Detected | undefined {
    const parsers = this.#options.parsers.filter((parser) => parser.wholeFolder === true);
    const forced = parsers.find((parser) => parser === this.#parser);
    if (forced !== undefined) return {parser: forced, reason: 'named by --format'};
    if (this.#parser !== undefined || parsers.length === 0) return undefined;
    const nothing = Buffer.alloc(0);
    const head = buildSniffHead({
      name: path,
      start: nothing,
      isWhole: true,
      tail: nothing,
      container: 'folder',
      entries: entries.slice(0, MAX_SNIFF_ENTRIES),
    });
    const claims = parsers.filter((parser) => parser.sniff(head).match === 'yes');
    return claims.length === 0 ? undefined : detectFormat(head, claims);
  }

  #report(): void {
    this.#options.onProgress?.({
      bytesDone: Math.min(this.#bytesDone, this.#bytesTotal),
      bytesTotal: this.#bytesTotal,
      facts: this.#facts,
      path: this.#path,
    });
  }
}

/** The parser that reads through a map. */
const MAPPED = 'mapped';

/** Member paths that a sniffer gets to see (contract of SniffHead). */
const MAX_SNIFF_ENTRIES = 10_000;

async function openNamed(path: string): Promise<OpenedFile> {
  try {
    return await openFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function sizeOf(input: Input): Promise<number> {
  const paths =
    input.kind === 'file' ? [input.path] : input.files.map((file) => join(input.path, file));
  let bytes = 0;
  for (const path of paths) {
    try {
      bytes += (await stat(path)).size;
    } catch (error) {
      // A member that went away is reported when it is opened; a named file is an error now.
      if (input.kind === 'file') throw unreadable(path, error);
    }
  }
  return bytes;
}
