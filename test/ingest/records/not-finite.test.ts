import {expect, test} from '@jest/globals';
import {BigNumber} from '../../../src/model/json.js';
import {detectLayout} from '../../../src/ingest/records/layout.js';
import {JsonProblem, parseJson} from '../../../src/ingest/records/parse-json.js';
import type {JsonValue} from '../../../src/model/json.js';
import {sourceFromText} from '../../helpers/record-source.js';

const text =
  '{"a": NaN, "s": "NaN and Infinity", "l": [{"n": -Infinity}, {"n": Infinity, "i": 7}]}';

test('what Python writes for floats without a value is kept as its text', () => {
  expect(parseJson(text)).toEqual({
    a: new BigNumber('NaN'),
    s: 'NaN and Infinity',
    l: [{n: new BigNumber('-Infinity')}, {n: new BigNumber('Infinity'), i: 7}],
  });
  for (const bad of ['{"a": NaNx}', '{"a": nan}', '{NaN: 1}', '{"a": NaN']) {
    expect(() => parseJson(bad)).toThrow(JsonProblem);
  }
});

async function read(json: string, chunkBytes: number): Promise<readonly JsonValue[]> {
  const values: JsonValue[] = [];
  const source = sourceFromText(json, {chunkBytes});
  for await (const batch of source.records({elements: ['l[]']})) {
    for (const record of batch) if (record.kind !== 'rest') values.push(record.value);
  }
  expect(source.report.pass.diagnostics()).toEqual([]);
  return values;
}

test('documents and lines with such numbers are read, in any chunks', async () => {
  expect(detectLayout({bytes: Buffer.from(text), isWhole: true})).toBe('json-document');
  const lines = `${text}\n${text}\n`;
  expect(detectLayout({bytes: Buffer.from(lines), isWhole: true})).toBe('json-lines');
  for (const chunkBytes of [1, 7, 4096]) {
    expect(await read(text, chunkBytes)).toHaveLength(2);
    expect(await read(lines, chunkBytes)).toHaveLength(4);
  }
});
