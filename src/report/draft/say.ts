import type {DisplayText} from '../../text/visible.js';
import type {ClaimStatus, EvidenceId, Inline, Inlines} from './draft.js';

type Piece = string | number | DisplayText | Inline | Inlines;

/** Builds a line: words of ours around pieces; a bare string counts as words of ours. */
export function say(words: TemplateStringsArray, ...values: readonly Piece[]): Inlines {
  const line: Inline[] = [];
  const add = (text: string): void => {
    const last = line.at(-1);
    if (text === '') return;
    if (last?.kind === 'text') line[line.length - 1] = {kind: 'text', text: last.text + text};
    else line.push({kind: 'text', text});
  };
  add(words[0] ?? '');
  for (const [index, value] of values.entries()) {
    if (typeof value === 'string' || typeof value === 'number') add(String(value));
    else if (isLine(value)) for (const piece of value) addPiece(line, piece, add);
    else addPiece(line, value, add);
    add(words[index + 1] ?? '');
  }
  return line;
}

function addPiece(line: Inline[], piece: Inline, add: (text: string) => void): void {
  if (piece.kind === 'text') add(piece.text);
  else line.push(piece);
}

function isLine(value: Inline | Inlines): value is Inlines {
  return Array.isArray(value);
}

/** Characters of a name or argument that a line quotes; the evidence leads to the rest. */
const MAX_CODE = 120;

/** Text of the log, quoted. */
export function code(text: string): Inline {
  const isCut = text.length > MAX_CODE;
  return {kind: 'code', text: isCut ? `${text.slice(0, MAX_CODE)}…` : text};
}

/** A command of ours: never cut. */
export function command(text: string): Inline {
  return {kind: 'code', text};
}

export function strong(text: string): Inline {
  return {kind: 'strong', text};
}

export function cite(...ids: readonly EvidenceId[]): Inline {
  return {kind: 'cite', ids: [...new Set(ids)]};
}

export function status(of: ClaimStatus): Inline {
  return {kind: 'status', status: of};
}

/** A line for a person: what is to be filled in, and who could know. */
export function fill(what: string, who: string): Inline {
  return {kind: 'fill', what, who};
}

/**
 * A sentence of a rule, where names of the log stand in backticks. A name may hold backticks of its own, so
 * what looks like an address is quoted as well: some renderers make links of bare ones.
 */
export function sentence(text: string): Inlines {
  return text
    .split(/(`[^`]+`|[^\s`]*(?::\/\/|www\.|@)[^\s`]*)/)
    .filter((part) => part !== '')
    .map((part) => {
      if (/^`[^`]+`$/.test(part)) return code(part.slice(1, -1));
      return /:\/\/|www\.|@/.test(part) ? code(part) : {kind: 'text', text: part};
    });
}

/** A rule may end its sentence, or leave that to us. */
export function endSentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
