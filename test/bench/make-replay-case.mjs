// A case of many spans for the replay's bench, made once and kept in the temporary folder: a run of work, a loop of
// half its length, failures; and one that is a chain as deep as it has spans.
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {SHAPES, writeSpans} from './generate-spans.mjs';

const BIN = fileURLToPath(new URL('../../bin/whatbroke.js', import.meta.url));

/** @returns the path of the case; @param shape a name of SHAPES */
export async function makeReplayCase(spans, shape) {
  if (!Object.hasOwn(SHAPES, shape)) throw new Error(`no shape ${shape}: ${Object.keys(SHAPES)}`);
  const folder = join(tmpdir(), 'whatbroke-bench-replay');
  mkdirSync(folder, {recursive: true});
  const path = join(folder, `${shape}-${spans}.db`);
  const log = join(folder, `${shape}-${spans}.jsonl`);
  if (!existsSync(path)) {
    await writeSpans(log, spans, shape);
    const made = spawnSync(process.execPath, [BIN, 'ingest', log, '--case', path], {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (made.status !== 0) {
      rmSync(path, {force: true});
      throw new Error(`the case could not be made: exit ${made.status}`);
    }
  }
  // An analysis of an older build would be made again at the first frame.
  spawnSync(process.execPath, [BIN, 'traces', '--case', path], {stdio: 'ignore'});
  return path;
}
