import {createHash} from 'node:crypto';
import type {CallSample} from '../../store/call-samples.js';
import type {FleetRun} from '../fleet/fleet.js';
import type {PromptUse, ToolDefinition} from '../survey/survey.js';
import {isIn, type Period} from './period.js';
import type {
  Breach,
  CallPlace,
  DefinitionChange,
  Drift,
  PromptChange,
  SameInput,
} from './roundup.js';

const MAX_SAME_INPUTS = 50;
const MAX_PLACES = 4;
const MAX_LINES = 6;
const MAX_LINE_CHARS = 300;

interface Input {
  calls: number;
  readonly runs: Set<string>;
  /** First call of each output. */
  readonly outputs: Map<number, CallPlace>;
}

interface Drawn {
  readonly rank: string;
  readonly place: CallPlace;
}

export interface DriftOptions {
  readonly period: Period;
  /** See `CallSamples.sameMessages`. */
  readonly sameMessages: (nodeId: number) => number;
  readonly seed: number;
  readonly sampleSize: number;
}

/** Gathers what changed in how agents answer, and in what they are told. */
export class DriftBook {
  readonly #options: DriftOptions;
  readonly #inputs = new Map<number, Input>();
  readonly #runs: FleetRun[] = [];
  #modelCalls = 0;
  #drawn: Drawn[] = [];

  constructor(options: DriftOptions) {
    this.#options = options;
  }

  addRun(run: FleetRun): void {
    this.#runs.push(run);
  }

  addCall({kind, startUs, runId, step, agent, inNode, outNode}: CallSample): void {
    const {period, sameMessages} = this.#options;
    if (kind !== 'llm' || !isIn(startUs, period.fromUs, period.untilUs)) return;
    this.#modelCalls++;
    if (!(outNode >= 0)) return;
    const place = {run: runId, step, agent};
    this.#draw(place);
    if (!(inNode >= 0)) return;
    const messages = sameMessages(inNode);
    const input = this.#inputs.get(messages) ?? {calls: 0, runs: new Set(), outputs: new Map()};
    this.#inputs.set(messages, input);
    input.calls++;
    input.runs.add(runId);
    const output = sameMessages(outNode);
    if (!input.outputs.has(output)) input.outputs.set(output, place);
  }

  build(): Drift {
    const {period, seed} = this.#options;
    const repeated = [...this.#inputs.values()].filter(({calls}) => calls > 1);
    const inPeriod = this.#runs.filter(({summary}) =>
      isIn(summary.startUs, period.fromUs, period.untilUs),
    );
    return {
      modelCalls: this.#modelCalls,
      repeatedInputs: repeated.length,
      sameInputs: toSameInputs(repeated),
      checkedReplies: inPeriod.reduce((sum, {survey}) => sum + survey.checkedReplies, 0),
      breaches: inPeriod.flatMap(({summary, survey}) =>
        survey.breaches.map((breach): Breach => ({...breach, run: summary.id})),
      ),
      prompts: findPromptChanges(this.#runs, period),
      definitions: findDefinitionChanges(this.#runs, period),
      sample: this.#drawn.map(({place}) => place),
      seed,
    };
  }

  /** The replies whose hash with the seed is least: the same seed draws the same, in whatever order they come. */
  #draw(place: CallPlace): void {
    const {seed, sampleSize} = this.#options;
    const text = `${String(seed)} ${place.run} ${String(place.step)}`;
    const rank = createHash('sha256').update(text).digest('hex');
    const last = this.#drawn.at(-1);
    if (this.#drawn.length >= sampleSize && last !== undefined && rank > last.rank) return;
    this.#drawn.push({rank, place});
    this.#drawn.sort((a, b) => (a.rank < b.rank ? -1 : 1));
    this.#drawn = this.#drawn.slice(0, sampleSize);
  }
}

function toSameInputs(inputs: readonly Input[]): readonly SameInput[] {
  return inputs
    .filter(({outputs}) => outputs.size > 1)
    .map(({calls, runs, outputs}): SameInput => ({
      calls,
      outputs: outputs.size,
      runs: runs.size,
      places: [...outputs.values()].slice(0, MAX_PLACES),
    }))
    .sort(
      (a, b) =>
        b.outputs - a.outputs || b.calls - a.calls || comparePlaces(a.places[0], b.places[0]),
    )
    .slice(0, MAX_SAME_INPUTS);
}

function comparePlaces(a: CallPlace | undefined, b: CallPlace | undefined): number {
  const [one, other] = [`${a?.run ?? ''} ${String(a?.step)}`, `${b?.run ?? ''} ${String(b?.step)}`];
  return one < other ? -1 : 1;
}

/** Runs are in order of time. */
function findPromptChanges(runs: readonly FleetRun[], period: Period): readonly PromptChange[] {
  const seen = new Map<string, Map<string, PromptUse>>();
  const changes: PromptChange[] = [];
  for (const {summary, survey} of runs) {
    if (summary.startUs === undefined || summary.startUs >= period.untilUs) continue;
    for (const prompt of survey.prompts) {
      const own = seen.get(prompt.agent) ?? new Map<string, PromptUse>();
      seen.set(prompt.agent, own);
      const isNew = !own.has(prompt.id);
      const before = [...own.values()].at(-1);
      own.set(prompt.id, prompt);
      if (!isNew || summary.startUs < period.fromUs) continue;
      const lines = compareLines(before?.text, prompt.text);
      changes.push({
        agent: prompt.agent,
        prompt,
        run: summary.id,
        ...(before === undefined ? {} : {before}),
        ...lines,
      });
    }
  }
  return changes;
}

/** Lines that only one of the two has; all of a new text where there is none before. */
function compareLines(
  before: string | undefined,
  after: string,
): Pick<PromptChange, 'addedLines' | 'removedLines'> {
  const split = (text: string): readonly string[] =>
    text
      .split('\n')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  const [old, young] = [split(before ?? ''), split(after)];
  const only = (lines: readonly string[], others: readonly string[]): readonly string[] => {
    const known = new Set(others);
    return lines
      .filter((one) => !known.has(one))
      .slice(0, MAX_LINES)
      .map((one) => one.slice(0, MAX_LINE_CHARS));
  };
  if (before === undefined) return {addedLines: [], removedLines: []};
  return {addedLines: only(young, old), removedLines: only(old, young)};
}

function findDefinitionChanges(
  runs: readonly FleetRun[],
  period: Period,
): readonly DefinitionChange[] {
  const seen = new Map<string, Map<string, ToolDefinition>>();
  const changes: DefinitionChange[] = [];
  for (const {summary, survey} of runs) {
    if (summary.startUs === undefined || summary.startUs >= period.untilUs) continue;
    for (const definition of survey.definitions) {
      const own = seen.get(definition.tool) ?? new Map<string, ToolDefinition>();
      seen.set(definition.tool, own);
      const isKnown = own.has(definition.id);
      const before = [...own.values()].at(-1);
      own.set(definition.id, definition);
      if (isKnown || summary.startUs < period.fromUs) continue;
      const [old, young] = [new Set(before?.parameters), new Set(definition.parameters)];
      changes.push({
        tool: definition.tool,
        run: summary.id,
        isNew: before === undefined,
        addedParameters: definition.parameters.filter((name) => !old.has(name)),
        removedParameters: (before?.parameters ?? []).filter((name) => !young.has(name)),
      });
    }
  }
  return changes;
}
