// Opens one entry of a counts file as a person would who has only the bytes: single files under a name that says nothing.
import {cpSync, existsSync, mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {ingest} from '../../dist/src/ingest/ingest.js';
import {openContainerSqlite} from '../../dist/src/store/container-sqlite.js';
import {CaseWriter} from '../../dist/src/store/case-writer.js';
import {parsers} from '../../dist/parsers/index.js';
import {countCase} from './count-case.mjs';

const SIDE_FOLDER = ' + ';

/** Files and folders that the `file` field of a counts row names. */
function toPaths(root, file) {
  if (!file.includes(SIDE_FOLDER)) return [join(root, file)];
  const [main, side] = file.split(SIDE_FOLDER);
  return [join(root, main), join(root, main.replace(/\.[^./]+$/, ''), side)];
}

function hideName(path, folder) {
  if (statSync(path).isDirectory()) return path;
  const hidden = join(folder, 'log');
  cpSync(path, hidden);
  return hidden;
}

/** Without the folder in which the file stood under another name. */
function plain(reason, folder) {
  return reason.split('\n')[0].replaceAll(`${folder}/log`, 'the file');
}

/**
 * @returns {Promise<{status: 'opened' | 'refused' | 'missing', reason?: string, counts?: object,
 *   formats?: string[], diagnostics?: object[]}>}
 */
export async function openEntry(root, file) {
  const paths = toPaths(root, file);
  const lost = paths.find((path) => !existsSync(path));
  if (lost !== undefined) return {status: 'missing', reason: `${lost} is not there`};
  const folder = mkdtempSync(join(tmpdir(), 'whatbroke-corpus-'));
  const casePath = join(folder, 'case.db');
  const writer = CaseWriter.open(casePath);
  try {
    const inputs = paths.length === 1 ? [hideName(paths[0], folder)] : paths;
    const signal = new AbortController().signal;
    const options = {paths: inputs, sink: writer, parsers, signal, casePath};
    const summary = await ingest({...options, openTables: openContainerSqlite});
    const formats = writer.db.prepare('SELECT DISTINCT parser FROM sources').pluck().all();
    if (formats.length === 0) {
      return {status: 'refused', reason: plain(summary.skipped[0]?.reason ?? 'no format', folder)};
    }
    const diagnostics = writer.db
      .prepare("SELECT code, severity FROM diagnostics WHERE severity IN ('data-loss', 'error')")
      .all();
    return {status: 'opened', counts: countCase(writer.db), formats, diagnostics};
  } catch (error) {
    // A file of no known format; a fault of ours is told in the same way, by its message.
    const reason = error instanceof Error ? error.message : String(error);
    return {status: 'refused', reason: plain(reason, folder)};
  } finally {
    writer.close();
    rmSync(folder, {recursive: true, force: true});
  }
}
