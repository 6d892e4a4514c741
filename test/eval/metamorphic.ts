import {isArray, isObject} from '../../src/model/json.js';
import type {JsonValue} from '../../src/model/json.js';
import type {Vector, VectorStep, Verdict} from './vector.js';

/** A change of a vector whose effect on the verdict is known without a label (detection.md section 2). */
export interface Transformation {
  readonly name: string;
  /** The changed steps and the verdict they must get; undefined where it does not apply. */
  apply(
    vector: Vector,
  ): {readonly steps: readonly VectorStep[]; readonly ours: Verdict} | undefined;
}

type MapStep = (step: VectorStep, i: number) => VectorStep;

const mapSteps =
  (change: MapStep): Transformation['apply'] =>
  ({steps, ours}) => ({steps: steps.map(change), ours});

const uuid = (i: number): string =>
  `123e4567-e89b-42d3-a456-${String(426614174000 + i * 7).padStart(12, '0')}`;

function reverseKeys(value: JsonValue | undefined): JsonValue | undefined {
  if (isArray(value)) return value.map((item) => reverseKeys(item) ?? null);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, own]) => [key, reverseKeys(own)]),
  );
}

function withArgs(
  step: VectorStep,
  change: (value: JsonValue) => JsonValue | undefined,
): VectorStep {
  const args = step.args === undefined ? undefined : change(step.args);
  return args === undefined ? step : {...step, args};
}

function addNoise(answer: JsonValue, i: number): JsonValue {
  if (isObject(answer)) return {...answer, request_id: `r${i}`, duration_ms: 100 + i};
  return typeof answer === 'string' ? `${answer}\nrequest ${uuid(i)} took ${i + 1}.5s` : answer;
}

function addNews(answer: JsonValue, i: number): JsonValue {
  if (isObject(answer)) return {...answer, found: `item number ${i * i + 3}`};
  return typeof answer === 'string' ? `${answer}\nnow ${i * i + 3} rows in part ${i}` : answer;
}

const letters = (i: number): string => String.fromCharCode(97 + (i % 26)).repeat(3 + (i % 5));

const RESULT_TYPES = new Set(['exact_repeat', 'cycle', 'low_novelty', 'stagnation', 'near_repeat',
  'interleaved_repeat', 'polling_no_progress']); // prettier-ignore

/** The loop is the whole vector from its first step on, and its laps are its tool calls. */
function isPureLoop({steps, ours}: Vector): boolean {
  const {period, repeats, first_step: first, type} = ours;
  if (ours.loop !== true || period === undefined || repeats === undefined || first === undefined) {
    return false;
  }
  return (
    (type === 'exact_repeat' || type === 'cycle') &&
    steps.length - first === period * repeats &&
    steps.every(
      ({kind, id, result_id: resultId}) =>
        kind === 'tool' && id === undefined && resultId === undefined,
    )
  );
}

export const transformations: readonly Transformation[] = [
  {name: 'the same again', apply: ({steps, ours}) => ({steps, ours})},
  {
    name: 'tools and agents renamed',
    apply: ({steps, ours}) => {
      const names = new Map<string, string>();
      const rename = (name: string): string => {
        const known = names.get(name) ?? `t${letters(names.size)}`;
        names.set(name, known);
        return known;
      };
      return {
        steps: steps.map((step) => ({
          ...step,
          ...(step.name === undefined ? {} : {name: rename(step.name)}),
          ...(step.agent === undefined ? {} : {agent: rename(step.agent)}),
        })),
        ours,
      };
    },
  },
  {
    name: 'keys permuted',
    apply: mapSteps((step) => {
      const result = reverseKeys(step.result);
      return {...withArgs(step, reverseKeys), ...(result === undefined ? {} : {result})};
    }),
  },
  {
    name: 'volatile values added to every answer',
    apply: ({steps, ours}) => ({
      steps: steps.map((step, i) =>
        step.kind === 'tool' && step.result !== undefined && step.result_id === undefined
          ? {...step, result: addNoise(step.result, i)}
          : step,
      ),
      ours,
    }),
  },
  {
    name: 'every call in a reply of its own',
    apply: ({steps, ours}) =>
      steps.some(({round}) => round !== undefined)
        ? undefined
        : {
            steps: steps.map((step, i) => (step.kind === 'tool' ? {...step, round: i} : step)),
            ours,
          },
  },
  {
    name: "another agent's work in between",
    apply: ({steps, ours}) => {
      if (
        steps.some(
          ({kind, run, t}) =>
            kind === 'handoff' ||
            kind === 'agent_start' ||
            kind === 'compaction' ||
            run !== undefined ||
            t !== undefined,
        )
      ) {
        return undefined;
      }
      const mixed = steps.flatMap((step, i): VectorStep[] => [
        step,
        {
          kind: 'tool',
          name: 'browse',
          args: {at: `${letters(i)}${i}`},
          result: `seen ${letters(i)} ${i}`,
          agent: 'zz',
        },
      ]);
      return {
        steps: mixed,
        ours: {
          ...ours,
          ...(ours.first_step === undefined ? {} : {first_step: ours.first_step * 2}),
        },
      };
    },
  },
  {
    name: 'the transcript replayed with the same ids',
    apply: ({steps, ours}) => {
      if (steps.some(({kind, id}) => kind !== 'tool' || id !== undefined)) return undefined;
      const named = steps.map((step, i) => ({...step, id: `toolu_${letters(i)}${i}`}));
      return {steps: [...named, ...named], ours};
    },
  },
  {
    name: 'the first call dropped',
    apply: (vector) => {
      const {repeats = 0, first_step: first, period = 1} = vector.ours;
      if (!isPureLoop(vector) || first !== 0 || period < 2 || repeats < 4) return undefined;
      return {steps: vector.steps.slice(1), ours: {...vector.ours, repeats: repeats - 1}};
    },
  },
  {
    name: 'twice the laps',
    apply: (vector) => {
      if (!isPureLoop(vector)) return undefined;
      const {steps, ours} = vector;
      const more = steps.slice(ours.first_step ?? 0);
      return {steps: [...steps, ...more], ours: {...ours, repeats: (ours.repeats ?? 0) * 2}};
    },
  },
  {
    name: 'a new result each time',
    apply: ({steps, ours}) => {
      if (ours.loop !== true || !RESULT_TYPES.has(ours.type ?? '')) return undefined;
      if (steps.some(({result_id: id, error}) => id !== undefined || error !== undefined))
        return undefined;
      return {
        steps: steps.map((step, i) =>
          step.result === undefined ? step : {...step, result: addNews(step.result, i)},
        ),
        ours: {loop: false, negative: 'output_changes'},
      };
    },
  },
];
