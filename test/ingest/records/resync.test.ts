import {expect, test} from '@jest/globals';
import type {RecordOptions} from '../../../src/model/record-source.js';
import {sourceFromText} from '../../helpers/record-source.js';

async function valuesOf(text: string, options: RecordOptions = {}): Promise<readonly string[]> {
  const source = sourceFromText(text);
  const out: string[] = [source.container];
  for await (const batch of source.records(options)) {
    for (const event of batch) out.push(JSON.stringify(event.value));
  }
  const {pass} = source.report;
  for (const {code} of pass.diagnostics()) out.push(code);
  if (pass.tornTail !== undefined) out.push(pass.tornTail.code);
  return out;
}

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

test.each([
  ['a missing bracket', '{\n "b": [1, 2\n}\n'],
  ['a bracket too many of the wrong kind', '{\n "b": [1, 2}\n}\n'],
  ['a missing quote', '{\n "b": "x\n}\n'],
  ['only an opening bracket', '{\n'],
])('%s costs one value, not the rest', async (_name, broken) => {
  const text = pretty({a: 1}) + broken + pretty({c: 3}) + pretty({d: [4]}) + pretty({e: 5});
  expect(await valuesOf(text)).toEqual([
    'json-values',
    '{"a":1}',
    '{"c":3}',
    '{"d":[4]}',
    '{"e":5}',
    'garbage-value',
  ]);
});

test('an element that swallows the rest costs its value, not the rest', async () => {
  const text = pretty({s: [1]}) + '{\n "s": [{"x": [[[2}\n]\n}\n' + pretty({s: [3]});
  expect(await valuesOf(text, {elements: ['s[]']})).toEqual([
    'json-values',
    '1',
    '{"s":[]}',
    '3',
    '{"s":[]}',
    'garbage-value',
  ]);
});

test('a value that is only cut at the end is not read as what it holds', async () => {
  const text = `${pretty({a: 1})}[\n{"x":1},\n{"y":2},\n`;
  expect(await valuesOf(text)).toEqual(['json-values', '{"a":1}', 'truncated-document']);
});

test('many broken values one after the other cost only themselves', async () => {
  const text = pretty({a: 1}) + '{\n "b": [1\n}\n'.repeat(20_000) + pretty({c: 3});
  const source = sourceFromText(text, {chunkBytes: 65_536});
  let sent = 0;
  for await (const batch of source.records()) sent += batch.length;
  expect({sent, refused: source.report.pass.refused}).toEqual({sent: 2, refused: 20_000});
});
