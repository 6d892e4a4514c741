import {expect, test} from '@jest/globals';
import {BigNumber} from '../../../src/model/json.js';
import type {RecordEvent} from '../../../src/model/record-source.js';
import {sourceFromText} from '../../helpers/record-source.js';

async function eventsOf(
  text: string,
  elements: readonly string[],
): Promise<readonly RecordEvent[]> {
  const events: RecordEvent[] = [];
  for await (const batch of sourceFromText(text).records({elements})) events.push(...batch);
  return events;
}

test('elements come with what was read above them, late keys with the rest', async () => {
  const text =
    '{"v":1,"data":[{"id":"a","spans":[1,2]},{"id":"b","spans":[3],"late":4},{"id":"c"}],"end":5}';
  const events = await eventsOf(text, ['data[].spans[]']);
  expect(events).toEqual([
    {
      kind: 'element',
      pattern: 0,
      value: 1,
      above: [{v: 1}, {id: 'a'}],
      at: {kind: 'pointer', pointer: '/data/0/spans/0', offset: 34, length: 1},
    },
    {
      kind: 'element',
      pattern: 0,
      value: 2,
      above: [{v: 1}, {id: 'a'}],
      at: {kind: 'pointer', pointer: '/data/0/spans/1', offset: 36, length: 1},
    },
    {
      kind: 'element',
      pattern: 0,
      value: 3,
      above: [{v: 1}, {id: 'b'}],
      at: {kind: 'pointer', pointer: '/data/1/spans/0', offset: 59, length: 1},
    },
    {
      kind: 'rest',
      value: {v: 1, data: [null, {id: 'b', spans: [], late: 4}, {id: 'c'}], end: 5},
      at: {kind: 'pointer', pointer: '', offset: 0, length: text.length},
    },
  ]);
});

test('integers that a double cannot hold keep their text, in both routes and as elements', async () => {
  const id = '123456789012345678901234567890';
  const [document] = await eventsOf(
    `{"id":${id},"f":0.1,"s":"${id}","e":1e400,"n":[-${id},7]}`,
    [],
  );
  expect(document).toMatchObject({
    value: {
      id: new BigNumber(id),
      f: 0.1,
      s: id,
      e: new BigNumber('1e400'),
      n: [new BigNumber(`-${id}`), 7],
    },
  });
  const [element] = await eventsOf(`{"a":[${id}]}\n{}\n`, ['a[]']);
  expect(element).toMatchObject({kind: 'element', value: new BigNumber(id)});
});

test('a string that looks like the inner mark of a large number stays a string', async () => {
  const [event] = await eventsOf('{"a":"\uE0005","b":"\\ue000\\uE0006","n":9007199254740993}', []);
  expect(event).toMatchObject({
    value: {a: '\uE0005', b: '\uE000\uE0006', n: new BigNumber('9007199254740993')},
  });
});

test('a __proto__ key is an own key and harms nothing', async () => {
  const [event] = await eventsOf('{"__proto__":{"polluted":1},"a":[1]}', ['a[]']);
  const above = event?.kind === 'element' ? event.above[0] : undefined;
  expect(Object.keys(above ?? {})).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(above)).toBe(Object.prototype);
});
