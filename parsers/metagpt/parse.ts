import type {Fact, ParseContext, RecordSource} from '../api.js';
import {readEntries} from '../common/text-log/entries.js';
import {LOGURU, readLoguru} from '../common/text-log/loguru.js';
import {Company} from './company.js';

/** `Package root set to` and `Investment:` begin a company; a file can hold several, one after the other. */
const BEGINS = /^Investment: /;

export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  let count = 1;
  let company = new Company('run-1');
  for await (const batch of readEntries(source, context, LOGURU)) {
    const facts: Fact[] = [];
    for (const entry of batch) {
      const read = readLoguru(entry);
      if (read === undefined) continue;
      if (BEGINS.test(read.text) && company.hasActed) {
        facts.push(...company.finish());
        count++;
        company = new Company(`run-${String(count)}`);
      }
      company.read(read, entry.at);
      facts.push(...company.facts.splice(0));
    }
    yield facts;
  }
  yield company.finish();
  return undefined;
}
