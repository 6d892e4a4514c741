import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {BigNumber} from '../../../parsers/api.js';
import {padHexId, toSpanId, toTraceId} from '../../../parsers/common/ids.js';
import {
  hrtimeToUs,
  isoToUs,
  millisToUs,
  nanosToUs,
  secondsToUs,
} from '../../../parsers/common/time.js';
import {unfold} from '../../../parsers/common/unfold.js';
import {toUsage} from '../../../parsers/common/usage.js';

describe('times', () => {
  test('nanoseconds are cut, never rounded, in every spelling', () => {
    const nanos = fc.bigInt({min: 1000n, max: 9_000_000_000_000_000_000n});
    fc.assert(
      fc.property(nanos, (value) => {
        const expected = Number(value / 1000n);
        expect(nanosToUs(String(value))).toBe(expected);
        expect(nanosToUs(new BigNumber(String(value)))).toBe(expected);
        if (Number.isSafeInteger(Number(value))) expect(nanosToUs(Number(value))).toBe(expected);
      }),
    );
  });

  test('what is no time gives none', () => {
    expect([0, '0', '', '-5', 'x', null, {}, [], true, '9'.repeat(40)].map(nanosToUs)).toEqual(
      Array.from({length: 10}, () => undefined),
    );
  });

  test.each([
    ['2026-01-02T03:04:05.123456789Z', 1767323045123456, true],
    ['2026-01-02T05:04:05.1+02:00', 1767323045100000, true],
    ['2026-01-02 03:04:05,123', 1767323045123000, false],
    ['2026-01-02T03:04:05', 1767323045000000, false],
  ])('ISO %s', (text, us, hasZone) => {
    expect(isoToUs(text)).toEqual({us, hasZone});
  });

  test('seconds, milliseconds and hrtime', () => {
    expect(secondsToUs(1782229351.3032148)).toBe(1782229351303215);
    expect(millisToUs('1700000000000.5')).toBe(1700000000000500);
    expect(hrtimeToUs([1700000000, 123456789])).toBe(1700000000123456);
  });
});

describe('ids', () => {
  test.each([
    ['4bf92f3577b34da6a3ce929d0e0e4736', '4bf92f3577b34da6a3ce929d0e0e4736'],
    ['4BF92F3577B34DA6A3CE929D0E0E4736', '4bf92f3577b34da6a3ce929d0e0e4736'],
    ['0x4bf92f3577b34da6a3ce929d0e0e4736', '4bf92f3577b34da6a3ce929d0e0e4736'],
    ['S/kvNXezTaajzpKdDg5HNg==', '4bf92f3577b34da6a3ce929d0e0e4736'],
    [new BigNumber('100927429609276267646756448943279827607'), '4bedea77bb33b9c5f280371eae21ea97'],
    ['trace_abc', 'trace_abc'],
    ['00000000000000000000000000000000', undefined],
    ['AAAAAAAAAAAAAAAAAAAAAA==', undefined],
    ['', undefined],
    [null, undefined],
  ])('trace id %s', (raw, expected) => {
    expect(toTraceId(raw)).toBe(expected);
  });

  test('span ids: base64 of 8 bytes, zeros, short hex', () => {
    expect(toSpanId('APBnqgupArc=')).toBe('00f067aa0ba902b7');
    expect(toSpanId('0000000000000000')).toBeUndefined();
    expect(toSpanId(0)).toBeUndefined();
    expect(padHexId('F067AA0BA902B7')).toBe('00f067aa0ba902b7');
    expect(padHexId('10000000000000001')).toBe('00000000000000010000000000000001');
  });
});

describe('usage', () => {
  test('as the conventions say: parts are subsets', () => {
    expect(toUsage({input: 10, output: 5, cachedRead: 4, reasoning: 3, total: 15})).toEqual({
      inputTokens: 10,
      outputTokens: 5,
      cachedReadTokens: 4,
      reasoningTokens: 3,
      source: 'reported',
    });
  });

  test('Bedrock counts leave cached tokens out: the total proves it', () => {
    expect(toUsage({input: 10, output: 5, cachedRead: 4, cachedWrite: 6, total: 25})).toMatchObject(
      {
        inputTokens: 20,
      },
    );
  });

  test('a part larger than its whole was left out of it', () => {
    expect(toUsage({input: 3, output: 5, cachedRead: 400, reasoning: 90})).toMatchObject({
      inputTokens: 403,
      outputTokens: 95,
    });
  });

  test('no counts, no usage', () => {
    expect(toUsage({cachedRead: 0, total: 0})).toBeUndefined();
  });
});

test('unfold goes three levels down and leaves plain text alone', () => {
  const three = JSON.stringify(JSON.stringify('{"a":"[1]"}'));
  expect(unfold(three)).toEqual({a: '[1]'});
  expect(unfold('12')).toBe('12');
  expect(unfold('{broken')).toBe('{broken');
});
