import {visible} from '../../text/visible.js';
import {textWidth} from '../../text/width.js';

/** Words in lines of at most `width` columns; a longer word has a line of its own. */
export function wrapWords(
  words: readonly string[],
  {width, first, rest}: {readonly width: number; readonly first: string; readonly rest: string},
): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of words) {
    const next = isEmpty ? line + word : `${line} ${word}`;
    if (!isEmpty && textWidth(visible(next)) > width) {
      lines.push(line);
      line = rest + word;
    } else line = next;
    isEmpty = false;
  }
  if (!isEmpty) lines.push(line);
  return lines;
}
