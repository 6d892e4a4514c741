import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {basename, join} from 'node:path';
import {detectRun} from '../../src/detect/detect-run.js';
import type {Finding} from '../../src/model/finding.js';
import {UserError} from '../../src/model/user-error.js';
import type {RunView} from '../../src/tree/run-view.js';
import {baselines} from './baselines.js';
import {toVectorSteps} from './inject/to-vector-steps.js';
import type {Host} from './inject/inject.js';
import {eachRun} from './load-runs.js';
import type {RealSource, Standing} from './real-logs.js';

export interface JudgedRun {
  readonly source: string;
  /** File or run name with the run id: what a reader looks up. */
  readonly id: string;
  readonly standing: Standing;
  readonly steps: number;
  readonly findings: readonly Finding[];
  /** Names of the baselines that raise an alarm. */
  readonly alarms: readonly string[];
}

/** Runs longer than this are not used as hosts: the injection tries them many times. */
const MAX_HOST_STEPS = 400;
const MIN_HOST_STEPS = 12;

function judge(
  view: RunView,
  {
    source,
    file,
    standing,
  }: {readonly source: string; readonly file: string; readonly standing: Standing},
): JudgedRun {
  const {steps} = view;
  return {
    source,
    id: `${file} (${view.runId})`,
    standing,
    steps: steps.count,
    findings: detectRun(view),
    alarms: baselines.flatMap(({name: own, find}) => (find(view) === undefined ? [] : own)),
  };
}

/** Runs of one real source, and those of them that can host injected failures. */
export async function judgeSource(
  source: RealSource,
): Promise<{readonly runs: readonly JudgedRun[]; readonly hosts: readonly Host[]}> {
  const runs: JudgedRun[] = [];
  const hosts: Host[] = [];
  let place = 0;
  const look = (path: string, view: RunView): void => {
    const isStuck = view.verdicts.some(({kind}) => kind === 'stuck' || kind === 'limit');
    const standing = source.standing({outcome: view.outcome.value, place, isStuck});
    place++;
    const judged = judge(view, {source: source.name, file: basename(path), standing});
    runs.push(judged);
    const fits = judged.steps >= MIN_HOST_STEPS && judged.steps <= MAX_HOST_STEPS;
    if (standing === 'healthy' && fits) {
      const steps = toVectorSteps(view);
      if (steps.length > 0) hosts.push({name: judged.id, steps});
    }
  };
  for (const path of source.paths.filter((own) => existsSync(own))) {
    try {
      await eachRun([path], (view) => {
        look(path, view);
      });
    } catch (error) {
      // Licences and other files beside the logs; anything else is a bug.
      if (!(error instanceof UserError)) throw error;
    }
  }
  return {runs, hosts};
}

/** A recording is judged as a whole: some frameworks put a last call into a trace of its own. */
function joinRuns(runs: readonly RecordedRun[]): readonly RecordedRun[] {
  const first = runs[0];
  if (first === undefined) return [];
  const steps = runs.reduce((sum, run) => sum + run.steps, 0);
  return [{...first, steps, findings: runs.flatMap(({findings}) => findings)}];
}

/** What a bundled incident says of itself. */
interface Truth {
  readonly expect?: readonly {readonly rule: string}[];
  readonly wanted?: readonly {readonly rule: string}[];
}

export interface RecordedRun extends JudgedRun {
  readonly incident: string;
  /** Rules of which one must speak; empty for a healthy twin. */
  readonly expected: readonly string[];
  readonly wanted: readonly string[];
}

/** Bundled incidents and their healthy twins: `samples/incidents/<name>/{incident,healthy}.*`. */
export async function judgeIncidents(folder: string): Promise<readonly RecordedRun[]> {
  const out: RecordedRun[] = [];
  for (const entry of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const truthFile = join(folder, entry, 'truth.json');
    if (!existsSync(truthFile)) continue;
    const truth = JSON.parse(readFileSync(truthFile, 'utf8')) as Truth;
    for (const file of readdirSync(join(folder, entry)).sort()) {
      const isIncident = file.startsWith('incident');
      if (!isIncident && !file.startsWith('healthy')) continue;
      const own: RecordedRun[] = [];
      await eachRun([join(folder, entry, file)], (view) => {
        own.push({
          ...judge(view, {source: 'recorded', file, standing: isIncident ? 'incident' : 'healthy'}),
          id: `${entry}/${file}`,
          incident: entry,
          expected: isIncident ? (truth.expect ?? []).map(({rule}) => rule) : [],
          wanted: isIncident ? (truth.wanted ?? []).map(({rule}) => rule) : [],
        });
      });
      out.push(...joinRuns(own));
    }
  }
  return out;
}
