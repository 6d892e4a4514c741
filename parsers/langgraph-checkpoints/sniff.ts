import type {SniffHead, SniffVerdict} from '../api.js';

/** `SqliteSaver` of Python and of JavaScript. */
export function sniff({tables}: SniffHead): SniffVerdict {
  if (tables === undefined)
    return {match: 'no', reason: 'no SQLite file with the tables checkpoints and writes'};
  const missing = ['checkpoints', 'writes'].filter((table) => !tables.includes(table));
  return missing.length === 0
    ? {match: 'yes', reason: 'has the tables checkpoints and writes'}
    : {match: 'no', reason: `no table ${missing.join(', ')}`};
}
