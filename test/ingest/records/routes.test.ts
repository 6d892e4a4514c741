import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import type {RecordEvent, RecordOptions} from '../../../src/model/record-source.js';
import type {Diagnostic} from '../../../src/model/diagnostic.js';
import type {SourceOptions, TestSource} from '../../helpers/record-source.js';
import {sourceFromText} from '../../helpers/record-source.js';

interface Reading {
  readonly events: readonly RecordEvent[];
  readonly diagnostics: readonly Diagnostic[];
  readonly present: number;
  readonly refused: number;
  readonly tornTail: Diagnostic | undefined;
  readonly endOffset: number;
  readonly endLine: number;
}

async function read(source: TestSource, options: RecordOptions = {}): Promise<Reading> {
  const events: RecordEvent[] = [];
  for await (const batch of source.records(options)) events.push(...batch);
  const {present, refused, tornTail, endOffset, endLine} = source.report.pass;
  const diagnostics = source.report.pass.diagnostics();
  return {events, diagnostics, present, refused, tornTail, endOffset, endLine};
}

/** A long line gives its values their own bytes as place, since its end is not known yet. */
function withoutPlaces({events, ...reading}: Reading): unknown {
  return {...reading, events: events.map((event) => ({...event, at: undefined}))};
}

const PATTERNS = [['a[].b[]'], ['[]'], ['m{}', 'a[]'], ['a[].b[]', 'a[].c'], ['{}.b[]']];

const leaf = fc.oneof(
  fc.integer(),
  fc.string({unit: 'grapheme', maxLength: 70}),
  fc.constantFrom(null, true, 'a"b\\', '\\', '\u2028', '\uE000x', '{"a":[', 1.5e300),
);
const {value: anyValue} = fc.letrec((tie) => ({
  value: fc.oneof({maxDepth: 5, withCrossShrink: true}, leaf, tie('list'), tie('map')),
  list: fc.array(tie('value'), {maxLength: 4}),
  map: fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'm', '7', '~/', '__proto__', 'x"y'),
    tie('value'),
    {
      maxKeys: 5,
      noNullPrototype: true,
    },
  ),
}));
const document = fc.oneof(
  anyValue,
  fc.record(
    {
      x: leaf,
      a: fc.array(fc.record({c: leaf, b: fc.array(anyValue), d: leaf}, {requiredKeys: []})),
      m: fc.dictionary(fc.constantFrom('k', '9'), leaf),
      z: leaf,
    },
    {requiredKeys: []},
  ),
);

test('a value parsed whole and one read byte by byte give the same events', async () => {
  await fc.assert(
    fc.asyncProperty(document, fc.constantFrom(...PATTERNS), async (value, elements) => {
      const line = `${JSON.stringify(value)}\n`;
      const text = `{"first":1}\n${line}{"last":1}\n`;
      const whole = await read(sourceFromText(text), {elements});
      const scanned = await read(sourceFromText(text, {bounds: {maxWholeBytes: 0}}), {elements});
      expect(withoutPlaces(scanned)).toEqual(withoutPlaces(whole));
    }),
  );
});

test('a document parsed in whole values and one built from tokens are equal', async () => {
  await fc.assert(
    fc.asyncProperty(document, fc.constantFrom([], ...PATTERNS), async (value, elements) => {
      const text = `${JSON.stringify(value, null, 1)}\n{"n":12345678901234567890, "m":-1e400}\n`;
      const whole = await read(sourceFromText(text), {elements});
      const built = await read(sourceFromText(text, {bounds: {maxWholeBytes: 0}}), {elements});
      expect(built).toEqual(whole);
    }),
  );
});

const chunk = fc.oneof(fc.constantFrom(1, 7, 4096), fc.integer({min: 1, max: 60}));
const junk = fc.constantFrom(
  '',
  '{"a":',
  'INFO text',
  '\0\0{"a":1}',
  '{"big":12345678901234567890}',
  '\uFEFF',
  '  ',
  '[1,2',
  '{"a":[{"b":[1,2,{"q":"\\"}"}]}]}\r',
  '{"a":[{"b":[1,}]}',
  '{"a":[{"b":[1,2]},{"c" 5}]}',
  '{"a":[1,2}\n{"z":1}',
  '{\n "a":[\n  1,\n  2\n }\n}',
  `[{"k":"${'v'.repeat(90)}"},${'1,'.repeat(80)}2}`,
);

test('the events do not depend on where the chunks end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          document.map((value) => JSON.stringify(value, null, 1)),
          document.map((value) => JSON.stringify(value)),
          junk,
        ),
        {maxLength: 5},
      ),
      fc.constantFrom([], ...PATTERNS),
      chunk,
      fc.boolean(),
      async (parts, elements, chunkBytes, isTorn) => {
        const text = parts.join('\n') + (isTorn ? '' : '\n');
        const options: SourceOptions = {bounds: {maxWholeBytes: 200}};
        const expected = await read(sourceFromText(text, options), {elements});
        expect(await read(sourceFromText(text, {...options, chunkBytes}), {elements})).toEqual(
          expected,
        );
        const sent = expected.events.filter(({kind}) => kind !== 'rest').length;
        expect(sent + expected.refused).toBe(expected.present);
      },
    ),
    {numRuns: 300},
  );
});
