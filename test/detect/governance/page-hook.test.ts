import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {
  findInjection,
  mayHoldHook,
} from '../../../src/detect/governance/page-hook-script/injection.js';
import {parseBody} from '../../../src/detect/view/answers.js';
import {unwrapArguments} from '../../../src/tree/signature/unwrap-arguments.js';

const HOOKS = ['wp_head', 'WP_Footer', 'theme.liquid', 'head_injection', '_document.tsx', 'other'];
const args = fc
  .tuple(fc.constantFrom(...HOOKS), fc.constantFrom('<script>x</script>', 'plain'), fc.string())
  .map(([hook, script, text]) => ({code: `add_action('${hook}', '${script}') ${text}`}));
/** As it is stored: plain, or JSON text in a wrapper, with or without escaped letters. */
const body = fc.tuple(args, fc.constantFrom('plain', 'wrapped', 'escaped')).map(([value, how]) => {
  const inner = JSON.stringify(value);
  if (how === 'plain') return inner;
  const text = how === 'escaped' ? inner.replaceAll('w', '\\u0077') : inner;
  return JSON.stringify({input: text});
});

test('the quick look never passes over a body that names a hook', () => {
  let found = 0;
  fc.assert(
    fc.property(body, (text) => {
      const value = parseBody(text);
      const hook = value === undefined ? undefined : findInjection(unwrapArguments(value));
      if (hook !== undefined) found++;
      expect(hook === undefined || mayHoldHook(text)).toBe(true);
    }),
    {numRuns: 300},
  );
  expect(found).toBeGreaterThan(20);
});

test('a body is read as JSON only where it is JSON', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((json) => ` \n${json}`),
      ),
      (text) => {
        let expected: unknown = text;
        try {
          expected = JSON.parse(text);
        } catch {
          // Plain text stays what it is.
        }
        expect(parseBody(text)).toEqual(expected);
      },
    ),
  );
});
