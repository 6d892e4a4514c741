// The screen of a terminal emulator as lines of SVG text, and frames of it as one animated SVG.

const CELL = {width: 8.4, height: 17};
const MARGIN = 14;
const CAPTION_ROWS = 2;
const PAPER = '#12161c';
const INK = '#d5dbe3';
/** The sixteen base colours by number, as many terminals have them. */
const COLOURS = ['#5c6370', '#e5616b', '#8cc570', '#e0b35c', '#61a8e8', '#c07adf', '#4fb6c2', INK];

/** One `<text>` a row, with a `<tspan>` for each stretch of one look; boxes behind inverted cells. */
export function screenToSvgText(screen) {
  const buffer = screen.buffer.active;
  const cell = buffer.getNullCell();
  const rows = [];
  for (let row = 0; row < screen.rows; row += 1) {
    const line = buffer.getLine(buffer.baseY + row);
    const runs = [];
    for (let column = 0; column < screen.cols; column += 1) {
      line?.getCell(column, cell);
      if (cell.getWidth() === 0) continue;
      const look = lookOf(cell);
      const chars = cell.getChars() || ' ';
      const last = runs.at(-1);
      if (last?.look === look) last.text += chars;
      else runs.push({look, column, text: chars});
    }
    rows.push(runs);
  }
  return rows;
}

function lookOf(cell) {
  const colour = cell.isFgPalette() ? (COLOURS[cell.getFgColor() % 8] ?? INK) : INK;
  return `${cell.isInverse() ? 'inverse' : colour}|${cell.isBold() ? 'b' : ''}${cell.isDim() ? 'd' : ''}`;
}

/** All frames over each other; each is shown for its seconds, over and over. Without animation the first stands. */
export function toSvg(frames, size) {
  const width = Math.ceil(size.columns * CELL.width + 2 * MARGIN);
  const height = Math.ceil((size.rows + CAPTION_ROWS) * CELL.height + 2 * MARGIN);
  const total = frames.reduce((sum, frame) => sum + frame.seconds, 0);
  let start = 0;
  const rules = [];
  const groups = frames.map((frame, index) => {
    const from = (100 * start) / total;
    start += frame.seconds;
    const to = (100 * start) / total;
    rules.push(
      keyframes(index, from, to),
      `.f${index}{animation:k${index} ${total}s step-end infinite}`,
    );
    return group(frame, index);
  });
  const style = [
    'text{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;font-size:14px;white-space:pre}',
    '.caption{font-weight:bold}',
    ...rules,
    '@media (prefers-reduced-motion:reduce){g{animation:none!important}}',
  ].join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>A replay session: ${escape(frames.map(({caption}) => caption).join('; '))}</title>
<style>
${style}
</style>
<rect width="${width}" height="${height}" rx="8" fill="${PAPER}"/>
${groups.join('\n')}
</svg>
`;
}

function keyframes(index, from, to) {
  const off = 'visibility:hidden';
  const on = 'visibility:visible';
  const before = from > 0 ? `0%{${off}}` : '';
  const after = to < 100 ? `${to.toFixed(2)}%{${off}}` : '';
  return `@keyframes k${index}{${before}${from.toFixed(2)}%{${on}}${after}}`;
}

function group(frame, index) {
  const rows = frame.lines.flatMap((runs, row) => rowSvg(runs, row));
  const y = MARGIN + CELL.height;
  const caption = `<text class="caption" x="${MARGIN}" y="${y}" fill="${COLOURS[3]}">${escape(frame.caption)}</text>`;
  // Where nothing is animated, only the first is seen.
  const hidden = index === 0 ? '' : ' visibility="hidden"';
  return `<g class="f${index}"${hidden}>${caption}\n${rows.join('\n')}</g>`;
}

function rowSvg(runs, row) {
  const top = MARGIN + (row + CAPTION_ROWS) * CELL.height;
  const boxes = [];
  const spans = [];
  for (const {look, column, text} of runs) {
    const [colour, weight] = look.split('|');
    const x = (MARGIN + column * CELL.width).toFixed(1);
    const isInverse = colour === 'inverse';
    if (isInverse)
      boxes.push(
        `<rect x="${x}" y="${top.toFixed(1)}" width="${(text.length * CELL.width).toFixed(1)}" height="${CELL.height}" fill="${INK}"/>`,
      );
    if (text.trim() === '') continue;
    const fill = isInverse ? PAPER : colour;
    const bold = weight.includes('b') ? ' font-weight="bold"' : '';
    const dim = weight.includes('d') ? ' opacity="0.65"' : '';
    const length = (text.length * CELL.width).toFixed(1);
    spans.push(
      `<tspan x="${x}" textLength="${length}" lengthAdjust="spacingAndGlyphs" fill="${fill}"${bold}${dim}>${escape(text)}</tspan>`,
    );
  }
  if (spans.length === 0) return boxes;
  const y = (top + CELL.height - 4).toFixed(1);
  return [...boxes, `<text y="${y}" xml:space="preserve">${spans.join('')}</text>`];
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
