import type {Fact, ParseContext, RecordSource} from '../api.js';
import {readEntries} from '../common/text-log/entries.js';
import {LOGURU, readLoguru} from '../common/text-log/loguru.js';
import {ListNumbers} from '../common/transcript.js';
import {ManusRun} from './run.js';

/** `Enter your prompt: ...` stands on a line of its own: the console asks, loguru does not log it. */
const PROMPT = /^[ \t]*Enter your prompt[^:\n]{0,80}: ?([\s\S]*)$/m;

/** A run begins where a prompt is asked for or taken up. */
export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const numbers = new ListNumbers();
  let count = 0;
  let run: ManusRun | undefined;
  let isAsked = false;
  const next = (): ManusRun => {
    count++;
    return new ManusRun(`run-${String(count)}`, numbers);
  };
  for await (const batch of readEntries(source, context, LOGURU)) {
    const facts: Fact[] = [];
    for (const entry of batch) {
      const {at} = entry;
      const prompt = PROMPT.exec(entry.text);
      const text = prompt === null ? entry.text : entry.text.slice(0, prompt.index);
      const read = readLoguru({...entry, text});
      if (read !== undefined) {
        const isStart = /^Processing your request/.test(read.text) && read.module === '__main__';
        if (isStart && !isAsked) {
          facts.push(...(run?.finish(at) ?? []));
          run = next();
        }
        isAsked = false;
        run ??= next();
        run.read(read, at);
        facts.push(...run.facts.splice(0));
      }
      const asked = prompt?.[1]?.trim() ?? '';
      if (asked !== '') {
        facts.push(...(run?.finish(at) ?? []));
        run = next();
        run.ask(asked, at);
        isAsked = true;
      }
    }
    yield facts;
  }
  if (run !== undefined) yield run.finish({kind: 'bytes', offset: 0, length: 0});
  return undefined;
}
