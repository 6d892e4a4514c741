import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {ConversationTracker} from '../../../parsers/common/conversation.js';
import {parseJsonText} from '../../../parsers/common/json-text.js';
import type {JsonValue, Message, MessageList} from '../../../parsers/api.js';

function normalise(raw: JsonValue): Message {
  return {role: 'user', parts: [{kind: 'other', value: raw}]};
}

function readLead(text: string): readonly Message[] {
  return [{role: 'system', parts: [{kind: 'text', text}]}];
}

/** What a store does with lists: it may forget a list as soon as it is released. */
class Lists {
  readonly #known = new Map<number, readonly Message[]>();
  resolve(list: MessageList): readonly Message[] {
    let whole: readonly Message[] = list.add;
    if (list.base !== undefined) {
      if (!('id' in list.base)) throw new Error('not used here');
      const base = this.#known.get(list.base.id);
      if (base === undefined) throw new Error(`base ${String(list.base.id)} is gone`);
      expect(list.base.keep).toBeLessThanOrEqual(base.length);
      whole = [...base.slice(0, list.base.keep), ...list.add];
    }
    this.#known.set(list.id, whole);
    for (const id of list.release ?? []) this.#known.delete(id);
    return whole;
  }
  get size(): number {
    return this.#known.size;
  }
}

/** Messages whose texts look like structure: brackets, quotes, backslashes, long numbers. */
const message: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue>('],[', '\\', '"', '\\"]', 1, 12, 123, null, [], {}, '[1,2]', ' , '),
  fc.record({role: fc.constantFrom('user', 'tool'), content: fc.string({maxLength: 6})}),
  fc.jsonValue({maxDepth: 2}).map((value) => JSON.parse(JSON.stringify(value)) as JsonValue),
);

/** How a history changes before the next call: grows, loses its start, its end, one message, or all. */
const step = fc.record({
  conversation: fc.integer({min: 0, max: 2}),
  change: fc.constantFrom('grow', 'grow', 'grow', 'cut-end', 'cut-start', 'replace', 'same', 'new'),
  messages: fc.array(message, {maxLength: 3}),
  at: fc.nat({max: 20}),
  space: fc.constantFrom('', ' ', '\n  ', '\t'),
  lead: fc.constantFrom(undefined, undefined, 'system a', 'system b'),
  damage: fc.option(
    fc.record({at: fc.nat(), with: fc.constantFrom(']', ',', '"', '[', '1', '\\')}),
    {
      freq: 12,
    },
  ),
});

function write(messages: readonly JsonValue[], space: string): string {
  const body = messages.map((value) => JSON.stringify(value)).join(`${space},${space}`);
  return `${space}[${space}${body}${space}]${space}`;
}

describe('fromJsonText', () => {
  test.each([{}, {maxHeads: 2, maxHeadsPerKey: 1, maxChars: 60, maxEnds: 2}])(
    'always equals the slow twin that parses everything, bounds %j',
    (bounds) => {
      fc.assert(
        fc.property(
          fc.array(step, {minLength: 1, maxLength: 25}),
          fc.boolean(),
          (steps, oneKey) => {
            const tracker = new ConversationTracker(bounds);
            const lists = new Lists();
            const histories: JsonValue[][] = [[], [], []];
            for (const {conversation, change, messages, at, space, damage, lead} of steps) {
              const history = histories[conversation] ?? [];
              const next =
                change === 'new'
                  ? messages
                  : change === 'same'
                    ? history
                    : change === 'cut-end'
                      ? history.slice(0, at)
                      : change === 'cut-start'
                        ? [...history.slice(at % 4), ...messages]
                        : change === 'replace'
                          ? history.toSpliced(at % (history.length + 1), 1, ...messages)
                          : [...history, ...messages];
              histories[conversation] = next;
              let text = write(next, space);
              if (damage !== null) {
                const where = damage.at % text.length;
                text = text.slice(0, where) + damage.with + text.slice(where + 1);
              }
              const key = oneKey ? 'all' : String(conversation);
              const before = lead === undefined ? undefined : {text: lead, read: readLead};
              const list = tracker.fromJsonText(key, text, normalise, before);
              const slow = parseJsonText(text);
              if (!Array.isArray(slow)) {
                expect(list).toBeUndefined();
                continue;
              }
              if (list === undefined) throw new Error(`refused ${text}`);
              const system = lead === undefined ? [] : readLead(lead);
              const expected = [...system, ...(slow as JsonValue[]).map(normalise)];
              expect(lists.resolve(list)).toEqual(expected);
            }
            if ('maxHeads' in bounds) expect(lists.size).toBeLessThanOrEqual(3);
          },
        ),
        {numRuns: 600},
      );
    },
  );

  test('a growing conversation adds only what is new', () => {
    const tracker = new ConversationTracker();
    const one = tracker.fromJsonText('k', '[1,2]', normalise);
    const two = tracker.fromJsonText('k', '[1,2 , 3]', normalise);
    expect(one).toMatchObject({id: 1, add: [normalise(1), normalise(2)]});
    expect(two).toEqual({id: 2, base: {id: 1, keep: 2}, add: [normalise(3)], release: [1]});
  });

  test('a reminder replaced at the end of each call costs only itself', () => {
    const tracker = new ConversationTracker();
    tracker.fromJsonText('k', '["a","b","now 1"]', normalise);
    const two = tracker.fromJsonText('k', '["a","b","c","now 2"]', normalise);
    expect(two?.base).toEqual({id: 1, keep: 2});
    expect(two?.add).toHaveLength(2);
  });

  test('agents that share a key and a system prompt are told apart', () => {
    const tracker = new ConversationTracker();
    tracker.fromJsonText('k', '["s","a1"]', normalise);
    tracker.fromJsonText('k', '["s","b1"]', normalise);
    expect(tracker.fromJsonText('k', '["s","a1","a2"]', normalise)?.base).toEqual({id: 1, keep: 2});
    expect(tracker.fromJsonText('k', '["s","b1","b2"]', normalise)?.base).toEqual({id: 2, keep: 2});
  });

  test('a number that only looks like the same element is another one', () => {
    const tracker = new ConversationTracker();
    tracker.fromJsonText('k', '[1]', normalise);
    expect(tracker.fromJsonText('k', '[12]', normalise)).toEqual({id: 2, add: [normalise(12)]});
  });

  test('no array, no list', () => {
    const tracker = new ConversationTracker();
    expect(tracker.fromJsonText('k', '{"a":[1]}', normalise)).toBeUndefined();
    expect(tracker.fromJsonText('k', '[1,', normalise)).toBeUndefined();
    tracker.fromJsonText('k', '[1]', normalise);
    expect(tracker.fromJsonText('k', '[1,]', normalise)).toBeUndefined();
  });
});

describe('structured lists', () => {
  test('fromMessages equals the list given, whatever it is compared with', () => {
    const history = fc.array(fc.constantFrom('a', 'b', 'c').map(normalise), {maxLength: 6});
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('x', 'y'), history), {maxLength: 20}),
        (calls) => {
          const tracker = new ConversationTracker({maxHeadsPerKey: 2});
          const lists = new Lists();
          for (const [key, messages] of calls) {
            expect(lists.resolve(tracker.fromMessages(key, messages))).toEqual(messages);
          }
        },
      ),
    );
  });

  test('extend follows the log: forks from one base, unknown bases refused, bound released', () => {
    const tracker = new ConversationTracker({maxLengths: 3});
    const lists = new Lists();
    const root = tracker.extend(undefined, [normalise('u')]);
    if (root === undefined) throw new Error('no root');
    const left = tracker.extend(root.id, [normalise('l')]);
    const right = tracker.extend(root.id, [normalise('r')]);
    if (left === undefined || right === undefined) throw new Error('no fork');
    expect([root, left, right].map((list) => lists.resolve(list).length)).toEqual([1, 2, 2]);
    const cut = tracker.extend(right.id, [], 1);
    expect(cut).toEqual({id: 4, base: {id: 3, keep: 1}, add: [], release: [2]});
    expect(tracker.extend(2, [normalise('late')])).toBeUndefined();
  });

  test('a single list is released at once', () => {
    expect(new ConversationTracker().single([])).toEqual({id: 1, add: [], release: [1]});
  });
});

test('long integers in nested JSON keep their digits', () => {
  const text =
    '{"a":1760000000123456789,"b":"1760000000123456789 \\" 12345678901234567890","c":[-9007199254740993,1e300,12345678901234567890.5],"d":9007199254740991}';
  expect(JSON.stringify(parseJsonText(text))).toBe(
    '{"a":"1760000000123456789","b":"1760000000123456789 \\" 12345678901234567890","c":["-9007199254740993",1e+300,12345678901234567000],"d":9007199254740991}',
  );
  expect(parseJsonText('01760000000123456789')).toBeUndefined();
  expect(JSON.stringify(parseJsonText('["\\u0001x",1760000000123456789]'))).toBe(
    '["\\u0001x","1760000000123456789"]',
  );
});
