import type {Locator, ParseContext, RecordSource} from '../../api.js';
import {withoutColour} from './log-text.js';

/** Characters of one entry that are held: a tool result of megabytes is printed whole into some logs. */
const MAX_ENTRY_CHARS = 8_000_000;

/** From a line that begins an entry of a text log to the next one that does. */
export interface TextEntry {
  /** What `begins` matched; undefined for text before the first entry. */
  readonly head: RegExpExecArray | undefined;
  /** What follows the head: the rest of its line, and the lines below. */
  readonly text: string;
  readonly at: Locator;
}

interface OpenEntry {
  readonly head: RegExpExecArray | undefined;
  readonly lines: string[];
  at: Locator;
  chars: number;
}

/**
 * The entries of a text log. `begins` need not be anchored: where a program prints to the same terminal, a
 * logger's line may begin behind other text, which then belongs to the entry before.
 */
export async function* readEntries(
  source: RecordSource,
  {signal, tally}: ParseContext,
  begins: RegExp,
): AsyncGenerator<readonly TextEntry[], undefined> {
  let open: OpenEntry | undefined;
  for await (const batch of source.lines()) {
    signal.throwIfAborted();
    const done: TextEntry[] = [];
    for (const {text, at} of batch) {
      const line = withoutColour(text);
      const head = begins.exec(line);
      if (head === null) {
        open ??= {head: undefined, lines: [], at, chars: 0};
        if (open.chars > MAX_ENTRY_CHARS) {
          tally.refuse({...TOO_LONG, at});
          continue;
        }
        add(open, text, at);
      } else {
        const before = line.slice(0, head.index);
        if (before !== '') {
          open ??= {head: undefined, lines: [], at, chars: 0};
          add(open, before, at);
        }
        if (open !== undefined) done.push(close(open));
        const rest = line.slice(head.index + head[0].length);
        open = {head, lines: [rest], at, chars: rest.length};
      }
      tally.accept();
    }
    if (done.length > 0) yield done;
  }
  if (open !== undefined) yield [close(open)];
  return undefined;
}

const TOO_LONG = {
  code: 'entry-too-long',
  severity: 'data-loss',
  message: 'expected an entry of at most 8,000,000 characters; this line of it was left out',
} as const;

function add(open: OpenEntry, text: string, at: Locator): void {
  open.lines.push(text);
  open.chars += text.length + 1;
  const {at: first} = open;
  if (first.kind !== 'bytes' || at.kind !== 'bytes') return;
  open.at = {...first, length: at.offset + at.length - first.offset};
}

function close({head, lines, at}: OpenEntry): TextEntry {
  return {head, text: lines.join('\n'), at};
}
