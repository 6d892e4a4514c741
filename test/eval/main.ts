import {scoreVector} from './score-vectors.js';
import {readVectors} from './vector.js';
import {evaluateAll} from './evaluate-all.js';

const at = process.argv.indexOf('--vectors');
const file = at < 0 ? undefined : process.argv[at + 1];
if (at >= 0 && file === undefined) {
  console.error('usage: npm run eval [-- --vectors FILE]');
  process.exitCode = 2;
} else if (file === undefined) {
  process.exitCode = await evaluateAll();
} else {
  const scored = readVectors(file).map(scoreVector);
  const wrong = scored.filter(({right}) => !right);
  for (const {vector, got} of wrong) {
    console.log(`${vector.id}  wanted ${JSON.stringify(vector.ours)}  got ${JSON.stringify(got)}`);
  }
  console.log(
    JSON.stringify({
      total: scored.length,
      right: scored.length - wrong.length,
      falseAlarms: scored.filter(({falseAlarm}) => falseAlarm).length,
      wrong: wrong.map(({vector, got}) => ({id: vector.id, expected: vector.ours, got})),
    }),
  );
}
