import {expect, test} from '@jest/globals';
import {LargeValue} from '../../../src/ingest/records/large-value.js';
import {
  MAX_KEPT_STRING_CHARS,
  MAX_KEPT_VALUE_CHARS,
  MAX_WHOLE_BYTES,
} from '../../../src/ingest/records/limits.js';
import {JsonProblem} from '../../../src/ingest/records/parse-json.js';
import type {RecordEvent} from '../../../src/model/record-source.js';
import {isArray, isObject} from '../../../src/model/json.js';
import type {JsonObject} from '../../../src/model/json.js';
import type {TestSource} from '../../helpers/record-source.js';
import {sourceFromText} from '../../helpers/record-source.js';

const CHUNK = 256 * 1024;
const LONG = 'ab\\n\u00fc'.repeat(Math.ceil(MAX_WHOLE_BYTES / 6));

async function read(source: TestSource, elements: readonly string[]): Promise<RecordEvent[]> {
  const events: RecordEvent[] = [];
  for await (const batch of source.records({elements})) events.push(...batch);
  return events;
}

function fields(event: RecordEvent | undefined): JsonObject {
  return event !== undefined && isObject(event.value) ? event.value : {};
}

function build(text: string): ReturnType<LargeValue['end']> {
  const large = new LargeValue();
  const bytes = Buffer.from(text);
  large.push(bytes, 0, bytes.length);
  return large.end();
}

test.each([
  ['a line', `{"first":1}\n{"id":"x","text":"${LONG}","n":12345678901234567890}\n{"last":1}\n`],
  [
    'a document',
    `[\n{"first":1},\n{"id":"x","text":"${LONG}","n":12345678901234567890},{"last":1}]`,
  ],
])('%s with a string over the bound keeps its fields and a cut text', async (_name, text) => {
  const elements = text.startsWith('[') ? ['[]'] : [];
  const source = sourceFromText(text, {chunkBytes: CHUNK});
  const events = (await read(source, elements)).filter(({kind}) => kind !== 'rest');
  expect(events).toHaveLength(3);
  const {id, n, text: kept} = fields(events[1]);
  expect([id, JSON.stringify(n)]).toEqual(['x', '"12345678901234567890"']);
  const chars = String(4 * Math.ceil(MAX_WHOLE_BYTES / 6));
  const mark = `[cut: ${chars} characters in the log]`;
  expect(typeof kept === 'string' && kept.endsWith(mark)).toBe(true);
  expect(typeof kept === 'string' ? kept.length : 0).toBe(MAX_KEPT_STRING_CHARS + mark.length);
  expect(source.report.pass.diagnostics()).toEqual([
    {
      code: 'value-cut',
      severity: 'data-loss',
      message: `a text of ${chars} characters was cut`,
      at: expect.objectContaining({pointer: elements.length === 0 ? '/text' : '/1/text'}),
    },
  ]);
  expect(source.report.pass).toMatchObject({present: 3, refused: 0, tornTail: undefined});
});

test('a torn last line over the bound is a torn tail, and nothing of it is sent', async () => {
  const source = sourceFromText(`{"first":1}\n{"text":"${LONG}`, {chunkBytes: CHUNK});
  expect(await read(source, [])).toHaveLength(1);
  expect(source.report.pass).toMatchObject({
    present: 2,
    refused: 1,
    endOffset: 12,
    endLine: 2,
    tornTail: {code: 'torn-last-line'},
  });
});

test('what many small texts hold is bounded, and the fields behind them are kept', () => {
  const item = `{"text":"${'x'.repeat(1000)}"},`;
  const items = item.repeat(60_000) + '{}';
  const {value, cuts, keptChars} = build(`{"id":1,"list":[${items}],"end":"at the end"}`);
  expect(keptChars).toBeLessThan(MAX_KEPT_VALUE_CHARS + 1024 * 1024);
  const kept = isObject(value) ? value : {};
  expect([kept['id'], kept['end']]).toEqual([1, 'at the end']);
  const {list} = kept;
  const length = list !== undefined && isArray(list) ? list.length : 0;
  expect(cuts).toEqual([
    {
      pointer: '/list',
      message: `${String(60_001 - length)} items at the end were dropped: the record is too large to hold`,
    },
  ]);
});

test.each([
  ['{"a":1', 'garbage-line', /not whole/],
  ['{"a":1}}', 'garbage-line', /unexpected/],
  ['[1,2}', 'garbage-line', /./],
  ['["a\u0001"]', 'garbage-line', /./],
  ['['.repeat(1001) + ']'.repeat(1001), 'record-too-deep', /1000 levels/],
  [`{"${'k'.repeat(400_000)}":1}`, 'record-too-long', /key/],
  [`[${'1'.repeat(400_000)}]`, 'record-too-long', /number/],
])('refuses %.20s', (text, code, message) => {
  let problem: unknown;
  try {
    build(text);
  } catch (error) {
    problem = error;
  }
  expect(problem).toBeInstanceOf(JsonProblem);
  expect(problem).toMatchObject({code, message: expect.stringMatching(message)});
});

test('blanks of any length are no key', () => {
  expect(build(`[1,${' '.repeat(1_000_000)}2]`).value).toEqual([1, 2]);
});
