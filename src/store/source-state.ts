import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import type Database from 'better-sqlite3';
import {READ_LIVE_CHAIN} from './queries/case-summary.js';

/**
 * Whether locators of a source still point at what was read: `same` bytes (there may be more behind
 * them), `changed`, `gone`, or `unknown` for a folder or a path that the case does not know.
 */
export type SourceState = 'same' | 'changed' | 'gone' | 'unknown';

interface ChainRow {
  readonly prefix_bytes: number;
  readonly prefix_sha256: string;
  readonly container: string;
}

/** Compares a file with what the case has read of it. Reads the file once, about 1 s per GB. */
export async function readSourceState(db: Database.Database, path: string): Promise<SourceState> {
  const known = db.prepare(READ_LIVE_CHAIN).get(path) as ChainRow | undefined;
  if (known === undefined || known.container === 'folder') return 'unknown';
  const sizeBytes = await readSize(path);
  if (sizeBytes === undefined) return 'gone';
  if (sizeBytes < known.prefix_bytes) return 'changed';
  const hash = createHash('sha256');
  if (known.prefix_bytes > 0) {
    for await (const chunk of createReadStream(path, {end: known.prefix_bytes - 1})) {
      hash.update(chunk as Buffer);
    }
  }
  return hash.digest('hex') === known.prefix_sha256 ? 'same' : 'changed';
}

async function readSize(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch {
    return undefined;
  }
}
