import {isObject, getField} from '../../src/model/json.js';
import type {Fact} from '../../src/model/facts.js';
import {toParserId} from '../../src/model/ids.js';
import type {TraceParser} from '../../src/model/parser.js';

/** The smallest real parser: a line `{"ev": N}` is one event; anything else is refused. */
export const lineParser: TraceParser = {
  id: toParserId('test-lines'),
  version: 1,
  title: 'Test lines',
  provenance: {
    evidence: 'source',
    url: 'test/helpers/line-parser.ts',
    versionsSeen: [],
    checked: '2026-01-01',
    keeps: [],
    ignores: [],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: true,
  sniff: ({values}) => {
    const [first] = values;
    const isOurs = isObject(first) && getField(first, 'ev') !== undefined;
    return {match: isOurs ? 'yes' : 'no', reason: isOurs ? 'has ev' : 'no "ev" in the first line'};
  },
  async *parse(source, context) {
    let {seen} = (context.resume?.state ?? {seen: 0}) as {seen: number};
    const options =
      context.resume === undefined
        ? {}
        : {fromOffset: context.resume.offset, fromLine: context.resume.line};
    for await (const batch of source.records(options)) {
      const facts: Fact[] = [];
      for (const event of batch) {
        const ev = isObject(event.value) ? getField(event.value, 'ev') : undefined;
        if (ev === undefined) {
          context.tally.refuse({
            code: 'no-ev',
            severity: 'data-loss',
            message: 'a line without ev',
            at: event.at,
          });
          continue;
        }
        context.tally.accept();
        const name = String(seen++);
        const text = JSON.stringify(ev);
        facts.push({
          kind: 'event',
          event: {traceId: 't', kind: 'log', name, text},
          at: event.at,
        });
      }
      yield facts;
    }
    yield [{kind: 'checkpoint', state: {seen}}];
  },
};
