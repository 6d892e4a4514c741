// docs/performance.md: how it is measured, the newest figures of each part, and what did not work.
import {readFileSync, writeFileSync} from 'node:fs';
import {buildTable} from './table.mjs';

const page = new URL('../../docs/performance.md', import.meta.url);
const notes = new URL('./notes.md', import.meta.url);

const mark = (part) => [`<!-- ${part}: begin -->`, `<!-- ${part}: end -->`];

/** Replaces one measured part and the notes; the other part keeps the figures of its last run. */
export function writePerformancePage({rows, isBig, machine, runs}) {
  const part = isBig ? 'big' : 'ratios';
  const method = isBig ? 'one run each' : `medians of ${runs} rounds after one that warms up`;
  const measured = `${machine}; ${method}.\n\n${buildTable(rows)}`;
  const before = readOld();
  const parts = {ratios: cut(before, 'ratios'), big: cut(before, 'big'), [part]: measured};
  const text = readFileSync(notes, 'utf8').replace(/^@(ratios|big)$/gm, (_, name) => {
    const [begin, end] = mark(name);
    return `${begin}\n\n${parts[name]}\n\n${end}`;
  });
  writeFileSync(page, text);
}

function readOld() {
  try {
    return readFileSync(page, 'utf8');
  } catch {
    return '';
  }
}

function cut(text, part) {
  const [begin, end] = mark(part);
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  return from < 0 || to < from ? 'Not measured.' : text.slice(from + begin.length, to).trim();
}
