import type {Fact, Locator, ParseContext, RecordSource} from '../api.js';
import {isoToUs} from '../common/time.js';
import {ListNumbers} from '../common/transcript.js';
import {ChatRun} from './chat-run.js';
import {STARTED} from './sniff.js';

/**
 * aider ends each line that it marks itself with two spaces, and leaves a line free in front of a user's turn; text of
 * a model may hold headings and quotations of its own, which do not. Where an editor has cut trailing spaces off,
 * every mark counts.
 *
 *     "#### fix it  "   a user turn          "#### Step 2"   a heading in a reply
 *     "> Tokens: ...  "  aider's own line     "> quoted"      a quotation in a reply
 */
const USER = /^####(?: |$)/;
const TOOL = /^>(?: |$)/;
const MARKED = /^(?:####|>).*  $/;
/** Lines looked at to see whether trailing spaces are still there. */
const MAX_LOOKED_AT = 2_000;

type LineKind = 'user' | 'tool' | 'text' | 'blank';

function kindOfLine(text: string, before: LineKind, isExact: boolean): LineKind {
  if (text.trim() === '') return 'blank';
  if (isExact && !text.endsWith('  ')) return 'text';
  if (TOOL.test(text)) return 'tool';
  return USER.test(text) && (before === 'blank' || before === 'user') ? 'user' : 'text';
}

async function keepsSpaces(source: RecordSource): Promise<boolean> {
  let looked = 0;
  for await (const batch of source.lines()) {
    for (const {text} of batch) {
      if (MARKED.test(text)) return true;
      looked++;
      if (looked > MAX_LOOKED_AT) return false;
    }
  }
  return false;
}

export async function* readChat(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const numbers = new ListNumbers();
  let count = 0;
  let run: ChatRun | undefined;
  const isExact = await keepsSpaces(source);
  let before: LineKind = 'blank';
  let last: Locator = {kind: 'bytes', offset: 0, length: 0};
  const next = (at: Locator, startUs: number | undefined): ChatRun => {
    count++;
    const opened = new ChatRun(`run-${String(count)}`, {numbers, startUs});
    opened.begin(at);
    return opened;
  };
  for await (const batch of source.lines()) {
    signal.throwIfAborted();
    const facts: Fact[] = [];
    for (const {text, at} of batch) {
      last = at;
      const started = STARTED.exec(text);
      if (started !== null) {
        facts.push(...(run?.finish(at) ?? []));
        run = next(at, isoToUs(started[1])?.us);
      } else if (run !== undefined || text.trim() !== '') {
        run ??= next(at, undefined);
        before = kindOfLine(text, before, isExact);
        if (before === 'user') run.user(text.slice(5).trimEnd(), at);
        else if (before === 'tool') run.tool(text.slice(2).trimEnd(), at);
        else run.text(text, at);
      }
      tally.accept();
    }
    if (run !== undefined) facts.push(...run.facts.splice(0));
    if (facts.length > 0) yield facts;
  }
  if (run !== undefined) yield run.finish(last);
  return undefined;
}
