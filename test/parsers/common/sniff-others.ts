import {readdirSync} from 'node:fs';
import {join, relative} from 'node:path';
import type {TraceParser} from '../../../src/model/parser.js';
import {headOf, sourceFromFile} from '../../helpers/record-source.js';
import {sharedDir} from '../../helpers/shared.js';

/** Time for a test that opens every real file, on a busy machine. */
export const ALL_FILES_MS = 60_000;

/** Real files, of whatever format, to which the sniffer says yes. Paths below `shared/data`. */
export async function findClaimed(parser: TraceParser): Promise<readonly string[]> {
  const data = join(sharedDir, 'data');
  const claimed: string[] = [];
  for (const entry of readdirSync(data, {recursive: true, withFileTypes: true})) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const source = await sourceFromFile(path);
    if (parser.sniff(headOf({...source, name: 'unknown'})).match === 'yes') {
      claimed.push(relative(data, path));
    }
  }
  return claimed.sort();
}
