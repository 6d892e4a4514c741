import {stat} from 'node:fs/promises';
import {dirname, join, posix} from 'node:path';
import {assert} from '../model/assert.js';
import type {TraceParser} from '../model/parser.js';
import {UserError} from '../model/user-error.js';
import {openArchive} from './containers/open-archive.js';
import type {OpenedArchive} from './containers/open-archive.js';
import type {OpenTables, TableFile} from './containers/table-file.js';
import {detectFormat, findParser} from './detect-format.js';
import type {Detected} from './detect-format.js';
import {detectFolder} from './detect-folder.js';
import type {OpenedFolder} from './folder-source.js';
import {ingestSource} from './ingest-source.js';
import type {PreparedSource, SourceOutcome} from './ingest-source.js';
import {isFileProblem, ownFiles, readInputs, unreadable} from './input-files.js';
import type {FolderInput, Input} from './input-files.js';
import {openFile, toInside} from './open-file.js';
import type {OpenedFile} from './open-file.js';
import {prepareFile, prepareFolder} from './prepare-source.js';
import type {FactSink} from './sink.js';
import {buildSniffHead} from './sniff-head.js';
import {splitFolder, type WholeFolder} from './split-folder.js';
import {prepareTables} from './table-source.js';
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
  /** Files, folders and globs, and `-` for standard input. */
  readonly paths: readonly string[];
  /** After the paths: files one by one, as if a folder or an archive had listed them. */
  readonly members?: readonly MemberInput[];
  readonly sink: FactSink;
  readonly parsers: readonly TraceParser[];
  readonly signal: AbortSignal;
  /** Case file; it, its journals and the sources beside it are never taken for logs. */
  readonly casePath?: string;
  readonly stdin?: AsyncIterable<Buffer>;
  /** Opens logs that are SQLite files; without it they are refused. */
  readonly openTables?: OpenTables;
  /** Parser id that overrides detection. */
  readonly format?: string;
  /** Text of the `--map` file. */
  readonly map?: string;
  /** Called at most once per read chunk or batch of facts; the caller throttles. */
  readonly onProgress?: (progress: IngestProgress) => void;
}

/** A file inside a named folder or archive that is no log of ours, or cannot be read. */
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
    const {members = []} = this.#options;
    for (const input of inputs) this.#bytesTotal += await sizeOf(input);
    for (const {sizeBytes} of members) this.#bytesTotal += sizeBytes;
    for (const input of inputs) {
      if (input.kind === 'file' && input.isStdin === true) await this.#ingestStdin(input.path);
      else if (input.kind === 'file') await this.#ingestNamed(input.path);
      else await this.#ingestFolder(input);
    }
    for (const member of members) await this.#ingestMember(member.path, member);
    return {sources: this.#sources, skipped: this.#skipped, facts: this.#facts};
  }

  async #readInputs(): Promise<readonly Input[]> {
    const {paths, casePath, stdin, signal} = this.#options;
    const caseDir = casePath === undefined ? undefined : dirname(casePath);
    const isOwnFile = await ownFiles(caseDir, casePath);
    const inputs: Input[] = [];
    for (const path of paths) {
      signal.throwIfAborted();
      if (path !== '-') inputs.push(...(await readInputs(path, isOwnFile)));
      else if (stdin === undefined || caseDir === undefined) {
        throw new UserError('-: there is no standard input to read', {next: 'name a file'});
      } else {
        inputs.push({kind: 'file', path: await spoolStdin(stdin, caseDir, signal), isStdin: true});
      }
    }
    return inputs;
  }

  /** What is wrong with the copy is told of what the person typed: nobody knows the copy's name. */
  async #ingestStdin(copy: string): Promise<void> {
    try {
      await this.#ingestNamed(copy);
    } catch (error) {
      if (!(error instanceof UserError) || !error.message.startsWith(copy)) throw error;
      const next = error.next === undefined ? {} : {next: error.next};
      const message = `standard input${error.message.slice(copy.length)}`;
      throw new UserError(message, {...next, cause: error});
    }
  }

  async #ingestNamed(path: string): Promise<void> {
    const opened = await this.#open(path, {open: () => openFile(path)});
    const {archive} = opened;
    if (archive?.files.length === 0 && archive.skipped.length === 0) {
      await archive.close();
      throw new UserError(`${path}: an empty archive`, {next: 'name one that holds log files'});
    }
    await this.#ingestOpened(opened);
  }

  /** Each file by itself, but for folders that a parser claims as a whole: this one, or some in it. */
  async #ingestFolder({path, files, skipped}: FolderInput): Promise<void> {
    this.#skipped.push(...skipped);
    const split = splitFolder(
      {path, files},
      (inside) => this.#detectFolder(inside.path, 'folder', inside.files) !== undefined,
    );
    for (const whole of split.wholes) await this.#ingestWhole(whole);
    for (const relative of split.files) {
      const member = join(path, relative);
      await this.#ingestMember(member, {open: () => openFile(member)});
    }
    if (files.length + skipped.length > 0) return;
    throw new UserError(`${path}: an empty folder`, {next: 'name a folder that holds log files'});
  }

  async #ingestWhole({path, files}: WholeFolder): Promise<void> {
    const detected = this.#detectFolder(path, 'folder', files);
    assert(detected !== undefined, 'a whole folder is one that a parser claims');
    const folder: OpenedFolder = {
      path,
      container: 'folder',
      files,
      sizeBytes: await sizeOf({kind: 'folder', path, files, skipped: []}),
      open: (relative) => openFile(join(path, relative)),
    };
    await this.#ingest({prepared: prepareFolder(folder, this.#reading()), detected});
  }

  /** Each member by itself, unless a parser claims the archive as a whole. */
  async #ingestArchive(archive: OpenedArchive): Promise<void> {
    const {path, files} = archive;
    for (const {path: member, reason} of archive.skipped) {
      const named = join(path, member);
      this.#skipped.push({path: named, reason: `${named}: ${reason}`});
    }
    const whole = this.#detectFolder(path, 'archive', files);
    if (whole !== undefined) {
      const open = (relative: string): Promise<OpenedFile> => openMember(archive, relative);
      const folder: OpenedFolder = {...archive, container: 'archive', open};
      await this.#ingest({prepared: prepareFolder(folder, this.#reading()), detected: whole});
      return;
    }
    for (const relative of files) {
      await this.#ingestMember(join(path, relative), {
        open: () => openMember(archive, relative),
        openSibling: (sibling) => openBeside(archive, relative, sibling),
        isInArchive: true,
      });
    }
  }

  /** One of many: what is no log, or cannot be read, is skipped with its reason. */
  async #ingestMember(path: string, member: Member): Promise<void> {
    this.#options.signal.throwIfAborted();
    let opened: Opened;
    try {
      opened = await this.#open(path, member);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#skipped.push({path, reason: error.message});
      return;
    }
    try {
      await this.#ingestOpened(opened);
    } catch (error) {
      if (!isFileProblem(error)) throw error;
      this.#skipped.push({path, reason: unreadable(path, error).message});
    }
  }

  /** @throws UserError for what cannot be read, or is no log */
  async #open(path: string, {open, openSibling, isInArchive}: Member): Promise<Opened> {
    const file = await openNamed(path, open);
    try {
      if (file.container === 'sqlite') return await this.#openTables(file);
      if (file.container !== 'archive') {
        const detected = this.#detect(file);
        const reading = {...this.#reading(), ...(openSibling === undefined ? {} : {openSibling})};
        return {job: {prepared: prepareFile(file, detected.parser, reading), detected}};
      }
      if (isInArchive === true) throw nested(path);
      return {archive: await openArchive(file, this.#options.signal)};
    } catch (error) {
      this.#bytesDone += file.sizeBytes;
      throw error;
    }
  }

  async #openTables(file: OpenedFile): Promise<Opened> {
    const {path} = file;
    const {openTables} = this.#options;
    if (openTables === undefined || !file.isPlain || file.slice.diskPath !== path) {
      throw new UserError(`${path}: a SQLite file that is packed cannot be read`, {
        next: 'unpack it, and name the file',
      });
    }
    const tables = openTables(path);
    try {
      const detected = this.#detect(file, tables.tables);
      return {
        job: {prepared: await prepareTables(path, tables, this.#reading()), detected},
        tables,
      };
    } catch (error) {
      tables.close();
      throw error;
    }
  }

  async #ingestOpened({job, archive, tables}: Opened): Promise<void> {
    try {
      if (job !== undefined) await this.#ingest(job);
      if (archive !== undefined) await this.#ingestArchive(archive);
    } finally {
      tables?.close();
      await archive?.close();
    }
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

  #reading(): {readonly signal: AbortSignal; readonly onBytes: (bytes: number) => void} {
    return {
      signal: this.#options.signal,
      onBytes: (bytes) => {
        this.#bytesDone += bytes;
        this.#report();
      },
    };
  }

  #detect(file: OpenedFile, tables?: readonly string[]): Detected {
    if (this.#parser !== undefined) return {parser: this.#parser, reason: 'named by --format'};
    const input = {...file.sniff, name: file.path, ...(tables === undefined ? {} : {tables})};
    const single = this.#options.parsers.filter((parser) => parser.wholeFolder !== true);
    return detectFormat(buildSniffHead(input), single);
  }

  #detectFolder(
    path: string,
    container: 'folder' | 'archive',
    entries: readonly string[],
  ): Detected | undefined {
    const {parsers} = this.#options;
    return detectFolder({path, container, entries}, {parsers, named: this.#parser});
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

interface Opened {
  readonly job?: Job;
  readonly archive?: OpenedArchive;
  readonly tables?: TableFile;
}

/** How one of many files is opened. */
interface Member {
  readonly open: () => Promise<OpenedFile>;
  readonly openSibling?: (path: string) => Promise<OpenedFile | undefined>;
  readonly isInArchive?: boolean;
}

/** A file that the caller found and that is read by itself; what cannot be read is skipped. */
export interface MemberInput extends Member {
  /** As it is shown and stored. */
  readonly path: string;
  /** Bytes on disk, for the progress. */
  readonly sizeBytes: number;
}

async function openNamed(path: string, open: () => Promise<OpenedFile>): Promise<OpenedFile> {
  try {
    return await open();
  } catch (error) {
    throw error instanceof UserError ? error : unreadable(path, error);
  }
}

async function openMember(archive: OpenedArchive, path: string): Promise<OpenedFile> {
  const file = await archive.open(path);
  assert(file !== undefined, 'a listed member is in the archive');
  return file;
}

async function openBeside(
  archive: OpenedArchive,
  member: string,
  sibling: string,
): Promise<OpenedFile | undefined> {
  const inside = toInside(sibling);
  return inside === undefined ? undefined : archive.open(posix.join(posix.dirname(member), inside));
}

function nested(path: string): UserError {
  return new UserError(`${path}: an archive inside an archive is not opened`, {
    next: 'unpack the outer one, and name this one',
  });
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
