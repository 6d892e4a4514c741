import type {Fact, ParseContext, RecordSource} from '../api.js';
import {readEntries} from '../common/text-log/entries.js';
import {isoToUs} from '../common/time.js';
import {Company} from './company.js';
import {STAMP} from './sniff.js';

const STARTS = /^\*\*\[Preprocessing\]\*\*|^AgentTech Starts/;

/** One trace per start of the company; a file holds one, mostly. */
export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  let count = 1;
  let company = new Company('run-1');
  for await (const batch of readEntries(source, context, STAMP)) {
    const facts: Fact[] = [];
    for (const {head, text, at} of batch) {
      if (head === undefined) continue;
      const [, year = '', day = '', month = '', time = '', level = ''] = head;
      const timeUs = isoToUs(`${year}-${month}-${day} ${time}`)?.us;
      if (STARTS.test(text) && company.hasBegun) {
        facts.push(...company.finish());
        count++;
        company = new Company(`run-${String(count)}`);
      }
      company.read({level, text: text.trimEnd()}, {timeUs, at});
      facts.push(...company.facts.splice(0));
    }
    yield facts;
  }
  yield company.finish();
  return undefined;
}
