import {detectRun} from '../../../src/detect/detect-run.js';
import {toType} from '../score-vectors.js';
import {seededRandom} from '../random.js';
import type {VectorStep} from '../vector.js';
import {buildVectorRuns} from '../vector-run.js';
import {failures} from './failures.js';
import type {Failure} from './failures.js';

/** A healthy run that failures are put into. */
export interface Host {
  readonly name: string;
  readonly steps: readonly VectorStep[];
}

/** Hosts tried for each kind and size. */
const HOSTS_PER_FAILURE = 24;
const SEED = 20260105;

export interface InjectionScore {
  readonly kind: string;
  readonly size: string;
  readonly tried: number;
  readonly found: number;
  /** Distances in steps between where it was put in and where a finding begins, of those found. */
  readonly onsetErrors: readonly number[];
  /** Runs with a warning that has nothing to do with what was put in. */
  readonly falseAlarms: readonly string[];
  readonly missed: readonly string[];
}

/** Puts every failure into hosts at a seeded place; half of the runs go on after it, half end there. */
export function scoreInjections(hosts: readonly Host[]): readonly InjectionScore[] {
  return failures.map((failure, i) => {
    const random = seededRandom(SEED + i * 7919);
    const score = {
      tried: 0,
      found: 0,
      onsetErrors: [] as number[],
      falseAlarms: [] as string[],
      missed: [] as string[],
    };
    for (let n = 0; n < HOSTS_PER_FAILURE && hosts.length > 0; n++) {
      const host = hosts[Math.floor(random() * hosts.length)];
      if (host === undefined) continue;
      tryOne(host, failure, {random, goesOn: n % 2 === 0}, score);
    }
    return {kind: failure.kind, size: failure.size, ...score};
  });
}

interface Tally {
  tried: number;
  found: number;
  readonly onsetErrors: number[];
  readonly falseAlarms: string[];
  readonly missed: string[];
}

function tryOne(
  host: Host,
  failure: Failure,
  {random, goesOn}: {readonly random: () => number; readonly goesOn: boolean},
  tally: Tally,
): void {
  const calls = [...host.steps.keys()].filter((i) => {
    const step = host.steps[i];
    return step?.kind === 'tool' && step.result !== undefined && step.args !== undefined;
  });
  const at = calls[Math.floor(random() * calls.length)];
  const call = host.steps[at ?? -1];
  if (at === undefined || call === undefined) return;
  const added = failure.build(call, random);
  const from = at + 1;
  const rest = goesOn ? host.steps.slice(from) : [];
  const steps = [
    ...host.steps.slice(0, from),
    ...added.map((step) => withAgent(step, call)),
    ...rest,
  ];
  const name = `${host.name} at ${from}`;
  tally.tried++;
  let found: number | undefined;
  for (const {view, vectorIndex} of buildVectorRuns(steps)) {
    for (const finding of detectRun(view)) {
      if (finding.severity === 'info') continue;
      const first = vectorIndex[finding.firstStep] ?? -1;
      const last = vectorIndex[finding.lastStep] ?? -1;
      const overlaps = first < from + added.length && last >= from;
      const types = [finding.rule, ...(finding.alsoSeenAs ?? [])].map(toType);
      if (!overlaps) tally.falseAlarms.push(`${name}: ${finding.rule}`);
      else if (types.some((type) => failure.rules.includes(type))) {
        // A repeat of a real call begins at the call itself, one step before what was put in.
        const error = Math.min(Math.abs(first - from), Math.abs(first - at));
        if (found === undefined || error < found) found = error;
      }
    }
  }
  if (found === undefined) tally.missed.push(name);
  else {
    tally.found++;
    tally.onsetErrors.push(found);
  }
}

/** What is put in is done by the agent of the place, unless it brings its own. */
function withAgent(step: VectorStep, call: VectorStep): VectorStep {
  if (step.agent !== undefined || call.agent === undefined) return step;
  return {...step, agent: call.agent};
}
