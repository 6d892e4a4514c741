import type {SniffHead} from '../../api.js';

const COLOUR = /\u001b\[[\d;]*m/g;

/** The line without the colours that a logger writes for the terminal. */
export function withoutColour(line: string): string {
  return line.includes('\u001b') ? line.replace(COLOUR, '') : line;
}

/**
 * The head of a log of text lines, without colours; undefined for anything else. JSON that is printed between the lines
 * makes the whole look like a row of JSON values, but then it does not begin with one.
 */
export function logTextOf({container, head}: SniffHead): string | undefined {
  if (container !== 'text' && container !== 'json-values' && container !== 'json-lines') {
    return undefined;
  }
  const text = withoutColour(Buffer.from(head).toString('utf8'));
  return container === 'text' || !/^\s*[{["]/.test(text) ? text : undefined;
}
