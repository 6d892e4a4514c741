// npm run samples:check [-- STORY...]: runs the product on the bundled recordings and compares with their truth files.
import {readdirSync} from 'node:fs';
import {checkStory, INCIDENTS} from './samples/check-story.mjs';

const named = process.argv.slice(2).filter((one) => !one.startsWith('-'));
const stories = readdirSync(INCIDENTS, {withFileTypes: true})
  .filter((entry) => entry.isDirectory() && (named.length === 0 || named.includes(entry.name)))
  .map((entry) => entry.name)
  .sort();

const total = {stories: stories.length, recordings: 0, asExpected: 0, wrong: [], missing: []};
for (const name of stories) {
  const {rows, differ} = await checkStory(name);
  for (const {file, read, wrong, missing} of rows) {
    total.recordings++;
    if (wrong.length + missing.length === 0) total.asExpected++;
    const loud = read.findings.filter(({severity}) => severity !== 'info');
    const state = wrong.length > 0 ? 'WRONG' : missing.length > 0 ? 'still missing' : 'as expected';
    const rules = [...new Set(loud.map(({rule, onset}) => `${rule} at ${onset.toolCall}`))].join(
      ', ',
    );
    console.log(`${`${name}/${file}`.padEnd(68)} ${state.padEnd(14)} ${rules || 'nothing'}`);
    total.wrong.push(...wrong.map((text) => `${name}/${file}: ${text}`));
    total.missing.push(...missing.map((text) => `${name}/${file}: ${text}`));
  }
  total.wrong.push(...differ.map((text) => `${name}: ${text}`));
}
const list = (title, texts) => {
  const counted = new Map();
  for (const text of texts) counted.set(text, (counted.get(text) ?? 0) + 1);
  const lines = [...counted].map(([text, n]) => `  ${text}${n === 1 ? '' : ` (${n} times)`}`);
  if (lines.length > 0) console.log(`\n${title}\n${lines.join('\n')}`);
};
list(
  'Wrong (a finding that should not be, a difference between exporters, lost data):',
  total.wrong,
);
list('Still missing (planted, and not reported by the rules of today):', total.missing);
console.log(
  `\n${total.stories} stories, ${total.recordings} recordings: ${total.asExpected} as expected, ` +
    `${total.wrong.length} wrong, ${total.missing.length} still missing`,
);
process.exitCode = total.wrong.length > 0 ? 1 : 0;
