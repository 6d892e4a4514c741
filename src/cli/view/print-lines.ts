import {paintLine, type Line} from '../../text/spans.js';
import type {Output} from '../output.js';

/** Lines gathered before they are written. */
const CHUNK_CHARS = 64 * 1024;

/** Paints and prints lines, as many as come, in bounded memory. */
export async function printLines(
  output: Output,
  lines: Iterable<Line> | AsyncIterable<Line>,
): Promise<void> {
  let text = '';
  for await (const line of lines) {
    text += `${paintLine(output.paint, line).trimEnd()}\n`;
    if (text.length < CHUNK_CHARS) continue;
    await output.data(text);
    text = '';
  }
  if (text !== '') await output.data(text);
}
