import {readFile} from 'node:fs/promises';
import {resolve} from 'node:path';
import {parsers} from '../../parsers/index.js';
import {readMap} from '../../parsers/mapped/read-map.js';
import {ingest, type IngestSummary} from '../ingest/ingest.js';
import {UserError} from '../model/user-error.js';
import {openContainerSqlite} from '../store/container-sqlite.js';
import {CaseWriter} from '../store/case-writer.js';
import {readText, readTexts} from './arguments.js';
import type {CommandContext} from './command.js';
import {createProgressBar} from './progress.js';

/** What the work after the ingest is given: the case still open for writing. */
export interface OpenWriter {
  readonly writer: CaseWriter;
  readonly say: (text: string) => void;
}

/**
 * Reads the named files into the case, then does `after` before the case is closed.
 *
 * @throws UserError for an input that cannot be read; what came before it is kept
 */
export async function ingestFiles<T>(
  context: CommandContext,
  casePath: string,
  after: (summary: IngestSummary, open: OpenWriter) => Promise<T>,
): Promise<T> {
  const {args, output, signal} = context;
  const bar = createProgressBar(output, () => performance.now());
  const format = readText(args, 'format');
  const map = await readMapFile(context);
  const writer = CaseWriter.open(casePath, {
    onWait: (message) => {
      output.talk(`whatbroke: ${message}\n`);
    },
  });
  let isDone = false;
  try {
    const summary = await ingest({
      paths: readTexts(args, 'files'),
      sink: writer,
      parsers,
      signal,
      casePath,
      stdin: process.stdin,
      openTables: openContainerSqlite,
      ...(format === undefined ? {} : {format}),
      ...(map === undefined ? {} : {map}),
      onProgress: (progress) => {
        bar.update(progress);
      },
    });
    const result = await after(summary, {
      writer,
      say: (text) => {
        bar.say(text);
      },
    });
    isDone = true;
    return result;
  } finally {
    bar.clear();
    if (isDone) writer.close();
    else writer.closeFailed();
  }
}

/** Text of the file named by `--map`, found wrong before any log is read. */
export async function readMapFile({args, cwd}: CommandContext): Promise<string | undefined> {
  const name = readText(args, 'map');
  if (name === undefined) return undefined;
  const next = 'name a map file; `whatbroke formats --sample FILE` proposes one';
  let text: string;
  try {
    text = await readFile(resolve(cwd, name), 'utf8');
  } catch (cause) {
    throw new UserError(`${name}: the map cannot be read`, {next, cause});
  }
  try {
    readMap(text);
  } catch (error) {
    if (!(error instanceof UserError) || error.next === undefined) throw error;
    throw new UserError(`${name}: ${error.message}`, {next: error.next, cause: error});
  }
  return text;
}
