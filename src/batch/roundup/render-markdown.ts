import type {Inline, Inlines} from '../../report/draft/draft.js';
import {codeCell, escapeMarkdown, inlineCode} from '../../text/markdown.js';
import {literal, visible, type DisplayText} from '../../text/visible.js';
import {padStartTo, padTo, textWidth} from '../../text/width.js';
import {wrapWords} from './wrap-words.js';
import type {Column, RoundupBlock, RoundupDocument} from './document.js';

const WIDTH = 80;

/** Markdown that reads well as it stands, at 80 columns, and as a page. */
export function renderRoundupMarkdown({title, intro, parts}: RoundupDocument): string {
  const lines: string[] = [`# ${escapeMarkdown(title)}`, ''];
  for (const one of intro) lines.push(...wrap(one, '', ''), '');
  for (const part of parts) {
    lines.push(`## ${escapeMarkdown(part.title)}`, '');
    for (const block of part.blocks) lines.push(...renderBlock(block), '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function renderBlock(block: RoundupBlock): readonly string[] {
  switch (block.kind) {
    case 'heading':
      return [`### ${escapeMarkdown(block.text)}`];
    case 'paragraph':
      return wrap(block.line, '', '');
    case 'list':
      return block.items.flatMap((item) => wrap(item, '- ', '  '));
    case 'table':
      return renderTable(block.columns, block.rows);
  }
}

function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Inlines[])[],
): readonly string[] {
  const texts = rows.map((row) => columns.map((column, at) => renderCell(row[at] ?? [], column)));
  const widths = columns.map(({head}, at) =>
    Math.max(3, head.length, ...texts.map((row) => textWidth(row[at] ?? literal('')))),
  );
  const pad = (text: DisplayText, at: number): DisplayText =>
    columns[at]?.align === 'right'
      ? padStartTo(text, widths[at] ?? 3)
      : padTo(text, widths[at] ?? 3);
  const line = (cells: readonly DisplayText[]): string => `| ${cells.map(pad).join(' | ')} |`;
  const rule = widths.map((width, at) =>
    columns[at]?.align === 'right' ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return [
    line(columns.map(({head}) => visible(head))),
    `| ${rule.join(' | ')} |`,
    ...texts.map(line),
  ];
}

/** A name that is too long for its column is cut before it is quoted, so that the quote stays whole. */
function renderCell(cell: Inlines, {most}: Column): DisplayText {
  const parts = cell.map((piece) => {
    if (piece.kind === 'code') {
      const text = piece.text.length > most - 2 ? `${piece.text.slice(0, most - 3)}…` : piece.text;
      return codeCell(text);
    }
    return escapeInside(textOf(piece));
  });
  return visible(parts.join(''));
}

/** Words of ours may break anywhere, a quote never. */
function wrap(line: Inlines, first: string, rest: string): readonly string[] {
  const words: string[] = [];
  let isGlued = false;
  for (const piece of line) {
    if (piece.kind === 'code') {
      push(words, inlineCode(piece.text), isGlued);
      isGlued = true;
      continue;
    }
    const text = textOf(piece);
    const safe = escapeInside(text);
    const parts = safe.split(/\s+/).filter((part) => part !== '');
    for (const [at, part] of parts.entries()) {
      // The marks of strong words stand at the first and the last of them.
      const isStrong = piece.kind === 'strong';
      const opens = isStrong && at === 0 ? '**' : '';
      const closes = isStrong && at === parts.length - 1 ? '**' : '';
      push(words, `${opens}${part}${closes}`, isGlued && at === 0 && !/^\s/.test(text));
    }
    isGlued = !/\s$/.test(text) && text !== '';
  }
  return wrapWords(words, {width: WIDTH, first, rest});
}

function push(words: string[], word: string, isGlued: boolean): void {
  const last = words.length - 1;
  if (isGlued && last >= 0) words[last] = `${words[last] ?? ''}${word}`;
  else words.push(word);
}

/** Inside a line or a cell no block can begin: a number at the start stands as it is. */
function escapeInside(text: string): string {
  return escapeMarkdown(`x${text}x`).slice(1, -1);
}

export function textOf(piece: Inline): string {
  return 'text' in piece ? piece.text : '';
}
