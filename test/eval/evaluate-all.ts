import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {format, resolveConfig} from 'prettier';
import {scoreInjections} from './inject/inject.js';
import type {Host} from './inject/inject.js';
import {listRealSources} from './real-logs.js';
import {buildAccuracyPage} from './report/accuracy-page.js';
import type {FirstScore} from './report/accuracy-page.js';
import {judgeIncidents, judgeSource} from './score-runs.js';
import type {JudgedRun} from './score-runs.js';
import {MIN_NEAR_MISSES, MIN_POSITIVES, scoreRules} from './score-rules.js';
import {scoreVector} from './score-vectors.js';
import {readVectors} from './vector.js';

/** Everything, written to docs/accuracy.md. @returns exit code: 1 where a rule has too few examples or a verdict is wrong */
export async function evaluateAll(): Promise<number> {
  const root = process.env['WHATBROKE_ROOT'] ?? process.cwd();
  const shared = resolve(root, '../shared');
  const say = (text: string): void => {
    console.error(text);
  };
  const vectorSets = [
    {name: 'restated from other tools', file: join(shared, 'vectors/loop-vectors.jsonl')},
    {name: 'our own, first set', file: join(root, 'test/eval/own-vectors.jsonl')},
    {name: 'our own, judged before running', file: join(root, 'test/eval/judged-vectors.jsonl')},
    {name: 'our own, held back', file: join(root, 'test/eval/held-vectors.jsonl')},
    {name: 'our own, fresh', file: join(root, 'test/eval/fresh-vectors.jsonl')},
    {name: 'our own, fresh again', file: join(root, 'test/eval/fresh-2-vectors.jsonl')},
    {name: 'our own, for single rules', file: join(root, 'test/eval/rule-vectors.jsonl')},
  ]
    .filter(({file}) => existsSync(file))
    .map(({name, file}) => ({name, scored: readVectors(file).map(scoreVector)}));
  say('recorded incidents');
  const recorded = await judgeIncidents(join(root, 'samples/incidents'));
  const runs: JudgedRun[] = [];
  const hosts: Host[] = [];
  for (const source of listRealSources(join(shared, 'data'))) {
    say(source.name);
    const judged = await judgeSource(source);
    runs.push(...judged.runs);
    hosts.push(...judged.hosts);
  }
  say('injections');
  const injections = scoreInjections(hosts);
  const rules = scoreRules(
    vectorSets.flatMap(({scored}) => scored),
    [...runs, ...recorded],
  );
  const page = buildAccuracyPage({
    vectorSets, rules, runs, recorded, injections,
    firstScores: JSON.parse(
      readFileSync(join(root, 'test/eval/first-scores.json'), 'utf8'),
    ) as readonly FirstScore[],
    defended: readDefended(join(root, 'test/eval/defended.json')),
  }); // prettier-ignore
  const file = join(root, 'docs/accuracy.md');
  const options = await resolveConfig(file);
  writeFileSync(file, await format(page, {...options, parser: 'markdown'}));
  console.log(page);
  const thin = rules.filter(
    ({positives, nearMisses}) => positives < MIN_POSITIVES || nearMisses < MIN_NEAR_MISSES,
  );
  const wrong = vectorSets.flatMap(({scored}) => scored.filter(({right}) => !right));
  for (const {rule} of thin) say(`too few examples: ${rule}`);
  for (const {vector} of wrong) say(`wrong: ${vector.id}`);
  return thin.length + wrong.length > 0 ? 1 : 0;
}

function readDefended(file: string): ReadonlyMap<string, string> {
  if (!existsSync(file)) return new Map();
  return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>));
}
