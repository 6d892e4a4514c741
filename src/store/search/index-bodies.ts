import type Database from 'better-sqlite3';
import {BODIES_AFTER, BODY_HASH, INSERT_WORDS, SET_META} from '../queries/search.js';
import {toIndexedText, toNameParts} from './index-words.js';
import {readMeta} from './open-index.js';
import {toPlainText} from './plain-text.js';

/** Bodies of one transaction, and characters after which it ends earlier. */
const BATCH_BODIES = 2000;
const BATCH_CHARS = 16 * 1024 * 1024;

interface BodyRow {
  readonly id: number;
  readonly form: number;
  readonly text: string;
}

/**
 * Indexes the words of the next bodies in one transaction; another process may have done some of
 * them. A body is text of the log and never changes.
 *
 * @returns characters read; undefined when there is nothing left.
 */
export function indexNextBodies(
  index: Database.Database,
  caseDb: Database.Database,
): number | undefined {
  return index
    .transaction(() => {
      const last = readLastBody(index);
      let chars = 0;
      let done = last;
      const insert = index.prepare(INSERT_WORDS);
      for (const row of caseDb.prepare(BODIES_AFTER).iterate(last, BATCH_BODIES)) {
        const {id, form, text} = row as BodyRow;
        const plain = toPlainText(form, text);
        insert.run(id, toIndexedText(plain), toNameParts(plain));
        chars += text.length;
        done = id;
        if (chars >= BATCH_CHARS) break;
      }
      if (done === last) return undefined;
      const hash = String(caseDb.prepare(BODY_HASH).pluck().get(done));
      index.prepare(SET_META).run('last-body', `${String(done)} ${hash}`);
      return chars;
    })
    .immediate();
}

/** Bodies up to this number are indexed; 0 for none. */
export function readLastBody(index: Database.Database): number {
  return Number(readMeta(index, 'last-body')?.split(' ')[0] ?? 0);
}
