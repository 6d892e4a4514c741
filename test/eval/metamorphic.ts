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
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return `${text}\nnow ${i * i + 3} rows in part ${i}`;
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
      ({kind, id, round, result_id: resultId}) =>
        kind === 'tool' && id === undefined && round === undefined && resultId === undefined,
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
            kind === 'state' ||
            kind === 'retry_marker' ||
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
  {
    name: 'a model reply with new words before every call',
    apply: ({steps, ours}) => {
      if (
        steps.some(({kind, t, round}) => kind !== 'tool' || t !== undefined || round !== undefined)
      ) {
        return undefined;
      }
      const mixed = steps.flatMap((step, i): VectorStep[] => [
        {
          kind: 'llm',
          name: 'model',
          text: `I look at ${letters(i * 7)} and then ${letters(i * 11 + 3)} number ${i}`,
          tokens_in: 1000 + i * 150,
          tokens_out: 20,
          ...(step.agent === undefined ? {} : {agent: step.agent}),
        },
        step,
      ]);
      return {steps: mixed, ours: atStep(ours, (first) => first * 2 + 1)};
    },
  },
  {
    name: 'arguments one level deeper',
    apply: mapSteps((step) =>
      step.kind === 'tool' && step.args !== undefined && isObject(step.args)
        ? {...step, args: {input: step.args}}
        : step,
    ),
  },
  {
    name: 'arguments as JSON text',
    apply: mapSteps((step) =>
      step.kind === 'tool' && step.args !== undefined && isObject(step.args)
        ? {...step, args: JSON.stringify(step.args)}
        : step,
    ),
  },
  {
    name: 'results in a usual wrapper',
    apply: mapSteps((step) =>
      step.kind === 'tool' && typeof step.result === 'string' && step.result_id === undefined
        ? {...step, result: {content: step.result}}
        : step,
    ),
  },
  {
    name: 'unrelated work before',
    apply: ({steps, ours}) => {
      if (!isPlain(steps)) return undefined;
      return {
        steps: [...unrelated(12), ...steps],
        ours: atStep(ours, (first) => first + 12),
      };
    },
  },
  {
    name: 'unrelated work after',
    apply: ({steps, ours}) =>
      isPlain(steps) ? {steps: [...steps, ...unrelated(12)], ours} : undefined,
  },
  {
    name: 'times at an even pace',
    apply: ({steps, ours}) =>
      steps.some(({t}) => t !== undefined) || ours.type === 'polling_no_progress'
        ? undefined
        : {steps: steps.map((step, i) => ({...step, t: 1000 + i * 2})), ours},
  },
  {
    name: 'ids and run renamed',
    apply: mapSteps((step) => ({
      ...step,
      ...(step.id === undefined ? {} : {id: `toolu_${step.id}_x`}),
      ...(step.span === undefined ? {} : {span: `s-${step.span}`}),
      ...(step.parent == null ? {} : {parent: `s-${step.parent}`}),
      ...(step.run === undefined ? {} : {run: `r-${step.run}`}),
      ...(step.args_hash === undefined ? {} : {args_hash: `h${step.args_hash}`}),
    })),
  },
];

function atStep(ours: Verdict, move: (first: number) => number): Verdict {
  return ours.first_step === undefined ? ours : {...ours, first_step: move(ours.first_step)};
}

/** Tool calls of one run and one agent, without ids and times: anything may stand before or after. */
function isPlain(steps: readonly VectorStep[]): boolean {
  return steps.every(
    ({kind, id, run, t, agent, round}) =>
      kind === 'tool' &&
      id === undefined &&
      run === undefined &&
      t === undefined &&
      agent === undefined &&
      round === undefined,
  );
}

function unrelated(count: number): readonly VectorStep[] {
  return Array.from({length: count}, (_, i) => ({
    kind: 'tool',
    name: i % 2 === 0 ? 'open_ticket_page' : 'note_down',
    args: {ticket: `${letters(i * 3)}${i}`},
    result: `about ${letters(i * 5 + 1)} and ${letters(i * 9 + 2)} ${i}`,
  }));
}
