import {codeCell, escapeMarkdown, inlineCode} from '../../text/markdown.js';
import {visibleLines} from '../../text/visible.js';
import type {Block, EvidenceSources, Inline, Inlines, ReportDraft} from '../draft/draft.js';
import {describeEvidence} from './evidence-lines.js';

/** The draft as one Markdown document (CommonMark with GFM tables). Evidence is linked; nothing else is a link. */
export function renderMarkdown(draft: ReportDraft, sources: EvidenceSources): string {
  const lines: string[] = [`# ${renderLine(draft.heading)}`, ''];
  for (const {title, blocks} of draft.sections) {
    lines.push(`## ${escapeInside(title)}`, '');
    for (const block of blocks) lines.push(...renderBlock(block), '');
  }
  lines.push(...renderEvidence(draft, sources));
  return `${lines.join('\n').trimEnd()}\n`;
}

function renderEvidence(draft: ReportDraft, sources: EvidenceSources): readonly string[] {
  if (draft.evidence.length === 0) return [];
  const lines = [
    '### Evidence',
    '',
    `Evidence set ${draft.evidenceDigest}. \`whatbroke show E1\` opens one; a digest changes when a span behind it does.`,
    '',
  ];
  for (const evidence of draft.evidence) {
    const {head, places, query} = describeEvidence(evidence, sources);
    const anchor = evidence.id.toLowerCase();
    lines.push(`- <a id="${anchor}"></a>**${evidence.id}** ${renderLine(head)}`);
    for (const place of places) lines.push(`  - ${renderLine(place)}`);
    if (query !== undefined) lines.push(`  - check: ${inlineCode(query)}`);
  }
  lines.push('');
  for (const {id} of draft.evidence) lines.push(`[${id}]: #${id.toLowerCase()}`);
  return lines;
}

function renderBlock(block: Block): readonly string[] {
  switch (block.kind) {
    case 'paragraph':
      return [renderLine(block.line)];
    case 'heading':
      return [`### ${escapeInside(block.text)}`];
    case 'list':
      return block.items.map((item) => `- ${renderLine(item)}`);
    case 'table':
      return renderTable(block);
    case 'commands':
      return renderCommands(block.lines);
    case 'plot':
      return [`_Plot in the HTML report: ${escapeMarkdown(block.caption)}_`];
  }
}

function renderTable({head, rows, caption}: Extract<Block, {kind: 'table'}>): readonly string[] {
  return [
    `${escapeMarkdown(caption)}:`,
    '',
    `| ${head.map((cell) => escapeInside(cell)).join(' | ')} |`,
    `|${' --- |'.repeat(head.length)}`,
    ...rows.map((row) => `| ${row.map((cell) => renderCell(cell)).join(' | ')} |`),
  ];
}

/** A fence longer than any run of backticks inside cannot be closed from within. */
function renderCommands(commands: readonly string[]): readonly string[] {
  const lines = commands.flatMap((command) => visibleLines(command));
  let longest = 2;
  for (const [run] of lines.join('\n').matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sh`, ...lines, fence];
}

function renderLine(line: Inlines, quote = inlineCode): string {
  let text = '';
  for (const [place, piece] of line.entries()) text += renderInline(piece, place === 0, quote);
  return text.trim();
}

/** No block can begin in a cell, so a sign at its start stands as it is; a code span may hold no bar. */
function renderCell(line: Inlines): string {
  return dropStartEscape(renderLine(line, codeCell));
}

/** For headings, which begin with words of ours. */
function escapeInside(text: string): string {
  return dropStartEscape(escapeMarkdown(text));
}

function dropStartEscape(text: string): string {
  return text.replace(/^\\([-+=])/, '$1').replace(/^(\d+)\\/, '$1');
}

function renderInline(piece: Inline, isFirst: boolean, quote: typeof inlineCode): string {
  switch (piece.kind) {
    case 'text':
      return escapeRunning(piece.text, isFirst);
    case 'strong':
      return renderStrong(piece.text);
    case 'code':
      return quote(piece.text);
    case 'cite':
      return piece.ids.map((id) => `[${id}]`).join(' ');
    case 'status':
      return `_${piece.status}:_`;
    case 'fill':
      return `**TO FILL:** ${escapeMarkdown(piece.what)} _(who could know: ${escapeMarkdown(piece.who)})_`;
  }
}

/** `escapeMarkdown` trims, as a cell or a line wants it; inside a line the spaces at both ends stay. */
function escapeRunning(text: string, isFirst: boolean): string {
  const before = /^\s/.test(text) && !isFirst ? ' ' : '';
  const after = /\s$/.test(text) && text.trim() !== '' ? ' ' : '';
  return before + escapeMarkdown(text) + after;
}

function renderStrong(text: string): string {
  const inner = escapeMarkdown(text);
  if (inner === '') return '';
  return `**${inner}**${/\s$/.test(text) ? ' ' : ''}`;
}
