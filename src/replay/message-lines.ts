import type {JsonValue} from '../model/json.js';
import type {Message, MessagePart} from '../model/message.js';
import {literal, show, visible, visibleLines, type DisplayText} from '../text/visible.js';

/** Characters of one block that are looked at: bounds the work on a reader that returns more than asked. */
export const MAX_BLOCK_CHARS = 400_000;

/** What a message says, part by part, one safe line each. */
export function messageLines(message: Message): readonly DisplayText[] {
  const lines: DisplayText[] = [];
  for (const part of message.parts) lines.push(...partLines(part));
  return lines.length === 0 ? [literal('(empty)')] : lines;
}

function partLines(part: MessagePart): readonly DisplayText[] {
  switch (part.kind) {
    case 'text':
      return visibleLines(part.text.slice(0, MAX_BLOCK_CHARS));
    case 'reasoning':
      return visibleLines(`(reasoning) ${part.text.slice(0, MAX_BLOCK_CHARS)}`);
    case 'tool-call':
      return [show`→ ${visible(part.name)} ${jsonText(part.args)}`];
    case 'tool-result':
      return resultLines(part.result, part.isError === true ? '← error ' : '← ');
    case 'media':
      return [show`(media ${visible(part.mimeType ?? 'of unknown type')})`];
    case 'other':
      return [jsonText(part.value)];
  }
}

/** A result that is text keeps its lines. */
function resultLines(result: JsonValue | undefined, mark: string): readonly DisplayText[] {
  if (typeof result === 'string') return visibleLines(mark + result.slice(0, MAX_BLOCK_CHARS));
  return [show`${literal(mark)}${jsonText(result)}`];
}

/** JSON on one line; a string stands as it is. */
export function jsonText(value: JsonValue | undefined): DisplayText {
  if (value === undefined) return literal('');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return visible(text.slice(0, MAX_BLOCK_CHARS));
}
