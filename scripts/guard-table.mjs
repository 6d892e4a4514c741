// Writes two parts of docs/guards.md: what the default of each framework would have done to healthy runs, and how
// limits suggested from one half of them do on the other. Needs a build and
// the folder of logs: `node scripts/guard-table.mjs ../shared/data`.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {format} from 'prettier';
import {RunViews} from '../dist/src/cli/run-views.js';
import {GuardTrial} from '../dist/src/guard/archive/try-guard.js';
import {frameworks} from '../dist/src/guard/frameworks/bundled-frameworks.js';
import {guardKinds} from '../dist/src/guard/kinds/registry.js';
import {makeGuard} from '../dist/src/guard/make-guard.js';
import {findTrips} from '../dist/src/guard/simulation/simulate-guard.js';
import {buildWilsonInterval} from '../dist/src/model/wilson.js';
import {CaseReader} from '../dist/src/store/case-reader.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const data = resolve(process.argv[2] ?? join(root, '..', 'shared', 'data'));
const page = join(root, 'docs', 'guards.md');
const [FROM, TO] = ['<!-- false stops -->', '<!-- /false stops -->'];
const HELD_OUT = ['<!-- held out -->', '<!-- /held out -->'];

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

/** Calls `use` with each run of the sources that is to be kept, one view at a time. */
async function eachRun(sources, keep, use) {
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
    for (const summary of await reader.runs()) {
      if (keep(summary)) use(views.build(summary.id), summary);
    }
    views.close();
    await reader.close();
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

async function tryOn(sources, keep, alsoUse = () => undefined) {
  const trials = guards.map(({guard}) => new GuardTrial(guard));
  const sizes = [];
  await eachRun(sources, keep, (view, summary) => {
    for (const trial of trials) trial.add(view, 'healthy');
    alsoUse(view, sizes.length);
    sizes.push(summary.llmCalls);
  });
  sizes.sort((a, b) => a - b);
  return {sizes, results: trials.map((trial) => trial.finish())};
}

/** Guards that `policy suggest` tries, for each half of the healthy runs, to learn from. */
const halves = [0, 1].map(() =>
  guardKinds
    .filter(({units}) => units[0] !== 'breach')
    .map(({id}) => ({learnt: new GuardTrial(makeGuard(id))})),
);

const incidents = join(root, 'samples', 'incidents');
const bundled = readdirSync(incidents, {withFileTypes: true})
  .filter((entry) => entry.isDirectory())
  .map(({name}) => {
    const files = readdirSync(join(incidents, name)).sort();
    return join(
      incidents,
      name,
      files.find((file) => file.startsWith('incident.')),
    );
  });
await eachRun(
  bundled,
  () => true,
  (view) => {
    for (const half of halves) for (const {learnt} of half) learnt.add(view, 'incident');
  },
);
const kept = [[], []];
const mini = await tryOn(
  [join(data, 'mini-swe-agent', 'healthy')],
  () => true,
  (view, place) => {
    for (const {learnt} of halves[place % 2]) learnt.add(view, 'healthy');
    kept[(place + 1) % 2].push(view);
  },
);
const suggested = halves.map((half) =>
  half.map(({learnt}) => learnt.finish()).filter(({tightestClean}) => tightestClean !== undefined),
);
const wrongly = suggested.map((trials, i) =>
  kept[i].map((view) =>
    trials
      .filter(
        ({guard, tightestClean}) => findTrips(view, {...guard, limit: tightestClean}).length > 0,
      )
      .map(({guard}) => guard.kind),
  ),
);
const stoppedRuns = wrongly.flat().filter((kinds) => kinds.length > 0);
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

const all = kept.flat().length;
const share = buildWilsonInterval(stoppedRuns.length, all);
const named = [...new Set(wrongly.flat(2))].sort();
const limitsOf = (trials) =>
  trials.map(({guard, tightestClean}) => `${guard.kind} ${tightestClean}`).join(', ');
const heldOut = `\`policy suggest\` proposes limits from one half of the mini-swe-agent runs and the ${bundled.length} bundled incidents; they are tried on the other half, both ways round. At least one of them would have stopped ${stoppedRuns.length} of ${all} healthy runs that it had not seen (${percent(share.low)} to ${percent(share.high)})${named.length > 0 ? `: ${named.join(', ')}` : ''}. Proposed from the first half: ${limitsOf(suggested[0])}; from the second: ${limitsOf(suggested[1])}. A guard that only incidents can reach (no agent starts another in these healthy runs) is easily right.`;

function replacePart(text, [from, to], part) {
  const head = text.slice(0, text.indexOf(from) + from.length);
  return `${head}\n\n${part}\n\n${text.slice(text.indexOf(to))}`;
}

const text = replacePart(readFileSync(page, 'utf8'), [FROM, TO], table);
const made = replacePart(text, HELD_OUT, heldOut);
const options = JSON.parse(readFileSync(join(root, '.prettierrc.json'), 'utf8'));
writeFileSync(page, await format(made, {...options, parser: 'markdown'}));
