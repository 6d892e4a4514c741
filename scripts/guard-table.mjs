// Writes the false-stop table of docs/guards.md: what the default of each framework would have done to healthy
// runs. Needs a build and the folder of logs: `node scripts/guard-table.mjs ../shared/data`.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {format} from 'prettier';
import {RunViews} from '../dist/src/cli/run-views.js';
import {GuardTrial} from '../dist/src/guard/archive/try-guard.js';
import {frameworks} from '../dist/src/guard/frameworks/bundled-frameworks.js';
import {makeGuard} from '../dist/src/guard/make-guard.js';
import {CaseReader} from '../dist/src/store/case-reader.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const data = resolve(process.argv[2] ?? join(root, '..', 'shared', 'data'));
const page = join(root, 'docs', 'guards.md');
const [FROM, TO] = ['<!-- false stops -->', '<!-- /false stops -->'];

/** Limits that hold when nothing is set, in their own unit. */
const guards = frameworks.flatMap(({title, settings}) =>
  settings
    .filter((setting) => typeof setting.default === 'number')
    .map((setting) => ({
      name: `${title}: ${setting.setting} ${setting.default}`,
      guard: makeGuard(setting.guard, {
        limit: setting.default,
        unit: setting.unit,
        scope: setting.scope,
        reset: setting.reset,
        ...(setting.effect === undefined ? {} : {effect: setting.effect}),
      }),
    })),
);

async function tryOn(sources, keep) {
  const folder = mkdtempSync(join(tmpdir(), 'guard-table-'));
  try {
    const path = join(folder, 'case.db');
    const bin = join(root, 'bin', 'whatbroke.js');
    const made = spawnSync(process.execPath, [bin, 'ingest', ...sources, '--case', path], {
      encoding: 'utf8',
    });
    if (made.status !== 0) throw new Error(made.stderr);
    const reader = CaseReader.open(path);
    const views = new RunViews(path);
    const trials = guards.map(({guard}) => new GuardTrial(guard));
    const sizes = [];
    for (const summary of await reader.runs()) {
      if (!keep(summary)) continue;
      const view = views.build(summary.id);
      sizes.push(summary.llmCalls);
      for (const trial of trials) trial.add(view, 'healthy');
    }
    views.close();
    await reader.close();
    sizes.sort((a, b) => a - b);
    return {sizes, results: trials.map((trial) => trial.finish())};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

const mini = await tryOn([join(data, 'mini-swe-agent', 'healthy')], () => true);
const tau = await tryOn([join(data, 'tau-bench')], ({outcome}) => outcome.value === 'succeeded');

const percent = (share) => `${Math.round(share * 100)}%`;
const cell = ({at, notComparable}) =>
  at.healthy === 0
    ? 'not comparable'
    : `${at.wronglyStopped} of ${at.healthy} (${percent(at.wrongShare.low)} to ${percent(at.wrongShare.high)})${notComparable > 0 ? `, ${notComparable} cannot be told` : ''}`;
const describe = ({sizes}) =>
  `${sizes.length} runs, model calls: median ${sizes[sizes.length >> 1]}, most ${sizes.at(-1)}`;
const table = [
  `mini-swe-agent: ${describe(mini)}. tau-bench: ${describe(tau)}.`,
  '',
  '| default, when nothing is set | counts | mini-swe-agent, healthy | tau-bench, rewarded |',
  '| --- | --- | --- | --- |',
  ...guards.map(
    ({name, guard}, i) =>
      `| ${name} | ${guard.unit} per ${guard.scope} | ${cell(mini.results[i])} | ${cell(tau.results[i])} |`,
  ),
].join('\n');

const text = readFileSync(page, 'utf8');
const head = text.slice(0, text.indexOf(FROM) + FROM.length);
const made = `${head}\n\n${table}\n\n${text.slice(text.indexOf(TO))}`;
const options = JSON.parse(readFileSync(join(root, '.prettierrc.json'), 'utf8'));
writeFileSync(page, await format(made, {...options, parser: 'markdown'}));
