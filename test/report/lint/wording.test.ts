import {describe, expect, test} from '@jest/globals';
import {lintMarkdown} from '../../../src/report/lint/lint.js';

/** Rules of wording that a sentence breaks, in a document that misses every part. */
function wording(text: string): readonly string[] {
  return lintMarkdown(`${text}\n`)
    .map(({rule}) => rule)
    .filter((rule) => !rule.startsWith('part/'));
}

const MONEY = [
  '$4,281.50',
  'US$ 3k',
  '€3k',
  '3k€',
  '3.000,00 €',
  '¥500',
  '500 ¥',
  '£12m',
  '₹5 lakh',
  '40¢',
  '4281 USD',
  '4281USD',
  'USD 4 281',
  'usd 12',
  'EUR 3k',
  '3 k EUR',
  'CHF 1’200',
  'Rs. 500',
  '500 kr',
  '1.5 BTC',
  '4,281 dollars',
  '4 thousand US dollars',
  'five hundred dollars',
  'two and a half million euros',
  'hundreds of dollars',
  'a few cents',
  '30-cent',
  '12 bucks',
  'five grand',
  '4.2k in credits',
  '12,000 API credits',
  'half a million of cloud credits',
  '9,000 in API costs',
  'a six-figure bill',
  'a 5-figure invoice',
  'it cost us 4.2k',
  'we paid about 300',
  'a bill of 12,000',
];
const NO_MONEY = [
  '10 million tokens',
  'it cost 12 minutes',
  'the loop burned 190k tokens',
  'we spent 3 hours on it',
  '40 per cent of the calls',
  'five percent',
  'PHP 8.2 and eth0',
  'of 5 attempts, 3 won',
  'run $HOME/bin/x with `$5`',
  'the dollar amount is not stated',
  'credit to the search team',
  'figure 3 shows five charts',
  'version 4.281',
  'pay attention to 3 lanes',
];

describe('money', () => {
  test.each(MONEY)('%s', (text) => {
    expect(wording(`The incident: ${text}.`)).toEqual(['wording/money']);
    expect(wording(`| a | b |\n| - | - |\n| x | ${text} |`)).toEqual(['wording/money']);
  });
  test.each(NO_MONEY)('is not: %s', (text) => {
    expect(wording(`It says: ${text}.`)).toEqual([]);
  });
});

describe('words that say nothing', () => {
  // Put together, so that the words stand in this repository only where they are meant.
  const say = (...parts: readonly string[]): string => parts.join('');
  test.each([
    say('Syner', 'gies'),
    say('syner', 'gistically'),
    say('TRANS', 'FORMATIVE'),
    say('agen', 'tic'),
    say('demo', 'cratised'),
    say('demo', 'cratization'),
    say('seam', 'lessness'),
  ])('%s', (word) => {
    expect(wording(`It was ${word} all along.`)).toEqual(['wording/empty-word']);
  });
  test('code and quotations are exempt', () => {
    const word = say('seam', 'less');
    expect(wording(`The flag \`${word}\` is set.`)).toEqual([]);
    expect(wording(`> It was ${word}.`)).toEqual([]);
    expect(wording(`He wrote "it was ${word}" in the channel.`)).toEqual([]);
    expect(wording(`\`\`\`\n${word}\n\`\`\``)).toEqual([]);
    expect(wording(`See [the page](https://example.org/${word}).`)).toEqual([]);
    expect(wording(`A transformation, an agent, a seam and a democracy.`)).toEqual([]);
  });
});

const CASES: readonly (readonly [rule: string, text: string])[] = [
  ['wording/blame-person', 'Bob should have noticed the alert.'],
  ['wording/blame-person', 'The on-call engineer should have checked the limit.'],
  ['wording/blame-person', 'It was human error.'],
  ['wording/blame-person', 'An intern broke the planner.'],
  ['wording/blame-person', 'The reviewer carelessly approved it.'],
  ['wording/blame-person', 'The developer forgot to set a limit.'],
  ['wording/blame-person', "This was Alice's fault."],
  ['wording/blame-person', 'They failed to follow the runbook.'],
  ['wording/blame-model', 'The model hallucinated a tool.'],
  ['wording/blame-model', 'GPT-4 got confused.'],
  ['wording/blame-model', 'The agent went rogue.'],
  ['wording/blame-model', 'The agent decided to delete the table.'],
  ['wording/blame-model', 'The root cause was the model.'],
  ['wording/blame-model', 'It happened because of the LLM.'],
  ['cause/trigger-as-cause', 'Root cause: the 14:02 deploy.'],
  ['cause/trigger-as-cause', 'The root cause was a config change.'],
  ['cause/trigger-as-cause', 'The outage was caused by a spike in traffic.'],
  ['cause/trigger-as-cause', 'An expired token was the root cause.'],
  ['wording/certainty', 'The loop was definitely the reason.'],
  ['wording/certainty', 'We now know exactly why.'],
  ['wording/certainty', 'This can never happen again [E1].'],
  ['wording/certainty', 'Suspected: it is clearly the cache [E1].'],
  ['wording/blame-model', 'The agent is simply not reliable for this.'],
  ['wording/blame-model', 'The erratic turn is the model’s bizarre behaviour.'],
  ['wording/blame-person', 'Engineers need to pay more attention.'],
  ['wording/blame-person', 'Whoever wrote it never ran it.'],
  ['wording/certainty', 'This will not happen again [E1].'],
  ['wording/certainty', 'It is most likely the cache, and it must be the cause [E1].'],
  ['wording/apology', 'Thank you for your patience.'],
  ['wording/apology', 'We are sorry for the trouble.'],
  ['wording/apology', 'We take this incident very seriously.'],
  ['draft/to-fill', 'Users affected: TBD'],
];
const HARMLESS = [
  'The orchestrator should have stopped at the limit.',
  'The engineer restarted the planner at 08:12.',
  'The test failed to compile.',
  'Users saw an error page.',
  'The tool returned an empty list, and the model called it again.',
  'The deploy triggered it; the cause was a missing limit on retries.',
  'The outage was caused by a retry without back-off, set off by a deploy.',
  'The same call was never answered.',
  'The answers were always the same.',
  'It is not clearly visible in the trace.',
  'The suspected cause is a lost answer.',
  'We are sorry: no retry limit was set, and the loop ran on.',
  'The second loop was definitely the same call [E4].',
  'An unclear prompt, a typo in a name.',
  'The agent was not able to reach the queue.',
  'Engineers get a page after three failures.',
  'The next run will not start without an approval.',
  'We know how the call was made.',
];

describe('blame, cause, certainty, apology', () => {
  test.each(CASES)('%s: %s', (rule, text) => {
    expect(wording(text)).toEqual([rule]);
  });
  test.each(HARMLESS)('is not: %s', (text) => {
    expect(wording(text)).toEqual([]);
  });
});

test('hostile documents cost linear time', () => {
  const pieces = [
    'a ',
    'one ',
    '1',
    '1 111 ',
    '$',
    '"',
    'clearly ',
    'the root cause was a ',
    '[E1] ',
    'cost ',
    '- ',
    '<a "',
    '<div ',
    '<q>x</q>',
    '\n\n<blockquote>\n\n',
    "'x y' ",
    '‘x ',
    '\n\n**Impact:** ',
    'the agent, x ',
    'somebody a b ',
    'deploy ',
    'the ',
    'could easily ',
    '\n\nImpact: ',
  ];
  for (const piece of pieces) {
    const before = process.cpuUsage().user;
    lintMarkdown(`# Impact\n\n${piece.repeat(Math.ceil(20_000 / piece.length))}`);
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(2000);
  }
}, 90_000);
