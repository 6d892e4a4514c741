import {getRunIndex, type RunIndex} from '../../detect/view/run-index.js';
import type {IdentifiedFinding} from '../../model/finding.js';
import type {RunView} from '../../tree/run-view.js';
import {OUTCOMES, STEP_KINDS} from '../../tree/step-table.js';
import {findRisk, seeCall} from './call-sightings.js';
import {toStableName} from './call-shape.js';
import {markFailures} from './failure-pattern.js';
import {agentOf, readPrompts} from './read-prompts.js';
import {readSettings, type LoggedAttributes} from './read-settings.js';
import {findSecrets} from './secret-marks.js';
import {SightingBook, type SeenAt} from './sighting-book.js';
import type {CallCount, RunSurvey} from './survey.js';

/** Names counted of a run. */
const MAX_NAMES = 200;
/** Steps whose arguments and results are searched; a run of a million is a loop, and its start tells. */
const MAX_SEARCHED = 20_000;
const HEAD_CHARS = 64 * 1024;

const LLM = STEP_KINDS.indexOf('llm');
const TOOL = STEP_KINDS.indexOf('tool');
const USER_TURN = STEP_KINDS.indexOf('user-turn');
const ERROR = OUTCOMES.indexOf('error');
const APPROVAL =
  /approv|confirm|permission|consent|authori[sz]e|human[_ -]?(?:in|input|review)|guardrail/i;

export interface SurveyInput {
  readonly view: RunView;
  readonly findings: readonly IdentifiedFinding[];
  readonly attributes: Iterable<LoggedAttributes>;
}

/** Pure; O(steps) plus the distinct bodies of the first MAX_SEARCHED of them. */
export function buildSurvey({view, findings, attributes}: SurveyInput): RunSurvey {
  const index = getRunIndex(view);
  const book = new SightingBook();
  seeSteps(index, book);
  const settings = readSettings(attributes, book);
  const prompts = readPrompts(index);
  return {
    failures: markFailures(index, findings),
    tools: countCalls(index, TOOL),
    models: countModels(view),
    versions: settings.versions,
    sightings: book.list(),
    prompts: prompts.prompts,
    definitions: settings.definitions,
    breaches: prompts.breaches,
    checkedReplies: prompts.checkedReplies,
    dropped: book.dropped + Math.max(0, view.steps.count - MAX_SEARCHED),
  };
}

function seeSteps(index: RunIndex, book: SightingBook): void {
  const {view} = index;
  const {steps} = view;
  const searched = new Set<number>();
  let isApproved = false;
  let segment = -1;
  for (let step = 0; step < Math.min(steps.count, MAX_SEARCHED); step++) {
    const at: SeenAt = {
      agent: agentOf(index, step),
      place: '',
      step,
      timeUs: steps.startUs[step] ?? NaN,
    };
    // An approval holds for what a person asked for in one go.
    if (steps.kind[step] === USER_TURN && steps.segment[step] !== segment) {
      segment = steps.segment[step] ?? -1;
      isApproved = false;
    }
    if (APPROVAL.test(index.reader.name(step))) isApproved = true;
    seeCall(index, step, book, at);
    const risk = isApproved ? undefined : findRisk(index, step);
    if (risk !== undefined) book.add('unapproved', risk, {...at, place: 'no approval before it'});
    seeSecrets(index, {step, at, searched, book});
  }
}

/** Secrets in what came back, what was said, and what failed. */
function seeSecrets(
  {view}: RunIndex,
  {
    step,
    at,
    searched,
    book,
  }: {
    readonly step: number;
    readonly at: SeenAt;
    readonly searched: Set<number>;
    readonly book: SightingBook;
  },
): void {
  const row = view.steps.spanRow[step] ?? -1;
  const bodies = [
    ['result', view.steps.resultBody[step] ?? -1],
    ['error', view.spans.errorBody[row] ?? -1],
  ] as const;
  for (const [place, body] of bodies) {
    if (body < 0 || searched.has(body)) continue;
    searched.add(body);
    const text = view.bodies.text(body);
    for (const secret of text === undefined ? [] : findSecrets(text.slice(0, HEAD_CHARS))) {
      book.add('secret', secret, {...at, place});
    }
  }
  const event = view.events[view.steps.eventIndex[step] ?? -1];
  for (const secret of event?.text === undefined
    ? []
    : findSecrets(event.text.slice(0, HEAD_CHARS))) {
    book.add('secret', secret, {...at, place: event?.kind ?? 'event'});
  }
}

function countCalls({view, reader}: RunIndex, kind: number): readonly CallCount[] {
  const counts = new Map<string, {calls: number; errors: number}>();
  for (let step = 0; step < view.steps.count; step++) {
    if (view.steps.kind[step] !== kind) continue;
    count(counts, toStableName(reader.name(step)), view.steps.outcome[step] === ERROR);
  }
  return toCounts(counts);
}

function countModels({steps, spans}: RunView): readonly CallCount[] {
  const counts = new Map<string, {calls: number; errors: number}>();
  for (let step = 0; step < steps.count; step++) {
    if (steps.kind[step] !== LLM) continue;
    const model = spans.strings[spans.model[steps.spanRow[step] ?? -1] ?? -1];
    if (model !== undefined && model !== '') count(counts, model, steps.outcome[step] === ERROR);
  }
  return toCounts(counts);
}

function count(
  counts: Map<string, {calls: number; errors: number}>,
  name: string,
  isError: boolean,
): void {
  const known = counts.get(name);
  if (known !== undefined) {
    known.calls++;
    if (isError) known.errors++;
  } else if (counts.size < MAX_NAMES) counts.set(name, {calls: 1, errors: isError ? 1 : 0});
}

function toCounts(
  counts: ReadonlyMap<string, {calls: number; errors: number}>,
): readonly CallCount[] {
  return [...counts]
    .map(([name, {calls, errors}]) => ({name, calls, errors}))
    .sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1));
}
