import {closeCase, openCaseForReading} from '../store/open-case.js';
import {readSourceHealth, type SourceHealth} from '../store/source-health.js';

/** How much of some sources of a case could be read, and what was odd about them. */
export function readHealth(casePath: string, sources: readonly string[]): SourceHealth {
  const db = openCaseForReading(casePath);
  try {
    return readSourceHealth(db, sources);
  } finally {
    closeCase(db);
  }
}
