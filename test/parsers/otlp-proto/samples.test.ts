import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import type {Fact} from '../../../parsers/api.js';
import {parser as otlpJson} from '../../../parsers/otlp-json/index.js';
import {parser} from '../../../parsers/otlp-proto/index.js';
import {dumpDiagnostic} from '../../helpers/dump-facts.js';
import {
  checkSample,
  collectFacts,
  dumpFacts,
  headOf,
  sourceFromFile,
  sourceFromText,
} from '../../helpers/record-source.js';

const formats = join(import.meta.dirname, '../../../samples/formats');
const folder = join(formats, 'otlp-proto');

for (const name of readdirSync(folder).sort()) {
  if (!name.endsWith('.binpb')) continue;
  test(name, async () => {
    const {facts, diagnostics} = await checkSample(parser, join(folder, name));
    const twin = join(formats, 'otlp-json', name.replace('.binpb', '.jsonl'));
    if (existsSync(twin) && name !== 'torn-tail.binpb') {
      // Encoded from it by another implementation of protobuf.
      const json = await collectFacts(otlpJson, await sourceFromFile(twin));
      expect(withoutPlaces(facts)).toEqual(withoutPlaces(json.facts));
    }
    const lines = [dumpFacts(facts), ...diagnostics.map(dumpDiagnostic)];
    expect(lines.join('\n')).toMatchSnapshot();
  });
}

function withoutPlaces(facts: readonly Fact[]): readonly unknown[] {
  return facts
    .filter((fact) => fact.kind !== 'checkpoint')
    .map((fact): unknown => ('at' in fact ? {...fact, at: undefined} : fact));
}

test('the place of a span is that of its own bytes', async () => {
  const path = join(folder, 'parent-after-child.binpb');
  const bytes = readFileSync(path);
  const {facts} = await collectFacts(parser, await sourceFromFile(path));
  for (const fact of facts) {
    if (fact.kind !== 'span' || fact.at.kind !== 'bytes') continue;
    const {offset, length} = fact.at;
    const span = bytes.subarray(offset, offset + length);
    // Field 1, 16 bytes: the trace id.
    expect(span.subarray(2, 18).toString('hex')).toBe(fact.span.traceId);
    expect(span.includes(Buffer.from(fact.span.name))).toBe(true);
  }
});

test('any damage is refused and counted, never thrown', async () => {
  const whole = readFileSync(join(folder, 'growing-conversation.binpb'));
  for (let at = 0; at < whole.length; at += 23) {
    for (const value of [0, 0x7f, 0xff]) {
      const bytes = Buffer.from(whole);
      bytes[at] = value;
      const {present, read, refused} = await collectFacts(parser, sourceFromText(bytes));
      expect(read + refused).toBe(present);
    }
  }
});

test('look-alikes are refused with the reason', () => {
  const reasons = [
    '{"resourceSpans": []}',
    '\x00\x00\x00\x0a\x28\xb5\x2f\xfd123456',
    '\x89PNG\x00\x00',
  ].map((text) => parser.sniff(headOf(sourceFromText(Buffer.from(text, 'latin1')))));
  expect(reasons.map(({match, reason}) => `${match}: ${reason}`)).toMatchInlineSnapshot(`
   [
     "no: not a binary file",
     "no: length-prefixed messages compressed with zstd, which are not read: export without",
     "no: no message behind a length of four bytes",
   ]
  `);
});
