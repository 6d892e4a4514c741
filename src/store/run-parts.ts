import type Database from 'better-sqlite3';
import type {RunOverview} from '../replay/overview.js';
import {READ_RUN_PART} from './queries/replay.js';

/** Names of the rows of `run_part`. */
export const RUN_PARTS = [
  'profile',
  'outline',
  'incidents',
  'trips',
] as const satisfies readonly (keyof RunOverview)[];

/** Some kilobytes, whatever the run; undefined where the analysis left none. */
export function readOverview(db: Database.Database, runKey: number): RunOverview | undefined {
  const read = db.prepare(READ_RUN_PART).pluck();
  const parts: [string, unknown][] = [];
  for (const part of RUN_PARTS) {
    const data = read.get(runKey, part);
    if (typeof data !== 'string') return undefined;
    parts.push([part, JSON.parse(data)]);
  }
  // Our own shape, written by writeRun under the same schema version.
  return Object.fromEntries(parts) as unknown as RunOverview;
}
