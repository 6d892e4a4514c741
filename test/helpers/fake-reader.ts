import {toFindingId, toRuleId} from '../../src/model/ids.js';
import {matches, type StepFacts} from '../../src/replay/condition/matches.js';
import type {StoredNote, Triage} from '../../src/replay/notes.js';
import type {RunOverview} from '../../src/replay/overview.js';
import type {
  FoundSteps,
  PromptChange,
  RunSummary,
  StepDetail,
  StepRow,
  StepSearch,
  StoredFinding,
  TraceReader,
  TreeRow,
} from '../../src/replay/reader.js';
import type {StepKind} from '../../src/tree/step-table.js';

/**
 * A reader over a run that is computed, never stored: a million steps cost nothing. Healthy work, then a
 * loop of three steps (think, search, read) with the same arguments and results, then a last failure.
 */
export interface FakeRun {
  readonly steps: number;
  /** First step and laps of the loop; without it the run has no finding. */
  readonly loop?: {readonly from: number; readonly laps: number};
  /** Every so many steps outside the loop fails. */
  readonly errorEvery?: number;
  /** Put into every name, argument and result, to see that nothing of it reaches the screen. */
  readonly poison?: string;
  readonly resultText?: (step: number) => string;
  readonly notes?: readonly StoredNote[];
  readonly triage?: ReadonlyMap<string, Triage>;
}

const RUN_ID = 'run-1';
const LOOP_PERIOD = 3;
const START_US = Date.UTC(2025, 2, 4, 9, 0, 0) * 1000;
const STEP_US = 1_500_000;
const WRITE_EVERY = 97;
const TOKENS_IN = 900;
const TOKENS_OUT = 100;

export function createFakeReader(fake: FakeRun): TraceReader {
  const isKnown = (runId: string): boolean => runId === RUN_ID;
  return {
    runs: () => Promise.resolve([summaryOf(fake)]),
    run: (runId) => Promise.resolve(isKnown(runId) ? summaryOf(fake) : undefined),
    steps: (runId, from, to) => {
      const rows: StepRow[] = [];
      const end = Math.min(to, fake.steps, from + 1000);
      for (let step = Math.max(0, from); isKnown(runId) && step < end; step += 1)
        rows.push(rowOf(fake, step));
      return Promise.resolve(rows);
    },
    step: (runId, step, textLimit) =>
      Promise.resolve(
        isKnown(runId) && step >= 0 && step < fake.steps
          ? detailOf(fake, step, textLimit)
          : undefined,
      ),
    tree: (_runId, options) => Promise.resolve(treeRows(fake, options.fromPre, options.limit)),
    findings: (runId) => Promise.resolve(isKnown(runId) ? findingsOf(fake) : []),
    nextError: (runId, from, forward) =>
      Promise.resolve(isKnown(runId) ? findError(fake, from, forward) : undefined),
    overview: (runId) => Promise.resolve(isKnown(runId) ? fakeOverview(fake) : undefined),
    find: (runId, search) =>
      Promise.resolve(isKnown(runId) ? findFake(fake, search) : {steps: [], next: undefined}),
    stepOfSpan: (_runId, spanId) => {
      const step = Number(/^span-(\d+)$/.exec(spanId)?.[1] ?? NaN);
      return Promise.resolve(step < fake.steps ? step : undefined);
    },
    stepAtTime: (_runId, timeUs) => {
      const step = Math.ceil((timeUs - START_US) / STEP_US);
      return Promise.resolve(Math.max(0, Math.min(fake.steps - 1, step)));
    },
    treeAround: (_runId, {pre, before, after, view}) => {
      if (view.collapsed.has(0))
        return Promise.resolve({rows: treeRows(fake, 0, 1), isFirst: true, isLast: true});
      const from = Math.max(0, pre - before);
      const rows = treeRows(fake, from, pre + after + 1 - from);
      return Promise.resolve({
        rows,
        isFirst: from === 0,
        isLast: (rows.at(-1)?.pre ?? 0) >= fake.steps,
      });
    },
    foldedBehind: () => Promise.resolve(undefined),
    promptChange: (_runId, step) => Promise.resolve(promptChangeOf(step)),
    notes: () =>
      Promise.resolve({notes: [...(fake.notes ?? [])], triage: fake.triage ?? new Map()}),
    close: () => Promise.resolve(),
  };
}

function summaryOf(fake: FakeRun): RunSummary {
  const llmCalls = countKind(fake, 'llm', fake.steps);
  return {
    id: RUN_ID,
    name: `book a flight${fake.poison ?? ''}`,
    agents: ['planner'],
    sources: ['prod.jsonl'],
    formats: ['otlp-json'],
    timeBasis: 'utc',
    startUs: START_US,
    endUs: START_US + fake.steps * STEP_US,
    spans: fake.steps + 1,
    steps: fake.steps,
    llmCalls,
    toolCalls: fake.steps - llmCalls,
    errors: fake.errorEvery === undefined ? 0 : Math.floor(fake.steps / fake.errorEvery),
    maxDepth: 2,
    inputTokens: llmCalls * TOKENS_IN,
    outputTokens: llmCalls * TOKENS_OUT,
    cachedReadTokens: undefined,
    outcome: {value: 'failed', saidBy: 'exit status'},
    findings: {info: 0, warning: 0, critical: fake.loop === undefined ? 0 : 1},
  };
}

function isInLoop(fake: FakeRun, step: number): boolean {
  const {loop} = fake;
  return loop !== undefined && step >= loop.from && step < loop.from + loop.laps * LOOP_PERIOD;
}

/** Every third step is a model call, from the first on. */
function kindOf(step: number): StepKind {
  return step % LOOP_PERIOD === 0 ? 'llm' : 'tool';
}

function countKind(_fake: FakeRun, kind: 'llm' | 'tool', before: number): number {
  const llm = Math.ceil(before / LOOP_PERIOD);
  return kind === 'llm' ? llm : before - llm;
}

function isError(fake: FakeRun, step: number): boolean {
  if (fake.errorEvery === undefined || isInLoop(fake, step)) return false;
  return step % fake.errorEvery === fake.errorEvery - 1;
}

function rowOf(fake: FakeRun, step: number): StepRow {
  const kind = kindOf(step);
  const poison = fake.poison ?? '';
  const lap = isInLoop(fake, step) ? 'same' : String(step);
  return {
    step,
    kind,
    spanKey: step + 1,
    spanId: `span-${String(step)}`,
    depth: 2,
    lane: 0,
    agent: `planner${poison}`,
    name:
      (kind === 'llm' ? 'plan' : step % LOOP_PERIOD === 1 ? 'search_flights' : 'read_page') +
      poison,
    startUs: START_US + step * STEP_US,
    durationUs: kind === 'llm' ? 900_000 : 120_000,
    outcome: isError(fake, step) ? 'error' : 'ok',
    inputTokens: kind === 'llm' ? TOKENS_IN : undefined,
    outputTokens: kind === 'llm' ? TOKENS_OUT : undefined,
    argsPreview: kind === 'llm' ? undefined : `{"from":"BER","to":"LIS","page":"${lap}"}${poison}`,
    resultPreview: `${isError(fake, step) ? 'timeout' : 'no seats left'}${poison}`,
    findings: isInLoop(fake, step) ? ['f-loop'] : [],
    pre: step + 1,
    sameCall: sameCallOf(fake, step),
    sameOutcome: sameCallOf(fake, step),
    argsBody: kind === 'llm' ? undefined : sameCallOf(fake, step),
    resultBody: 1,
    repeat: isInLoop(fake, step) ? lapOfFake(fake, step) : 1,
    contextTokens: TOKENS_IN,
    writes: step % WRITE_EVERY === WRITE_EVERY - 1,
  };
}

function detailOf(fake: FakeRun, step: number, textLimit: number): StepDetail {
  const row = rowOf(fake, step);
  const result = fake.resultText?.(step) ?? row.resultPreview ?? '';
  const llmCalls = countKind(fake, 'llm', step + 1);
  return {
    ...row,
    parentPath: [row.agent ?? ''],
    status: row.outcome === 'error' ? 'error' : 'ok',
    statusMessage: row.outcome === 'error' ? 'the upstream did not answer in 30 s' : undefined,
    spanKind: row.kind === 'llm' ? 'llm' : 'tool',
    model: row.kind === 'llm' ? 'model-a' : undefined,
    usage: undefined,
    args: row.argsPreview === undefined ? undefined : cut(row.argsPreview, textLimit),
    result: row.kind === 'llm' ? undefined : cut(result, textLimit),
    messagesIn: [],
    messagesInTotal: 0,
    messagesOut:
      row.kind === 'llm'
        ? [
            {
              role: 'assistant',
              parts: [
                {kind: 'text', text: `I will search again.${fake.poison ?? ''}`},
                {kind: 'tool-call', name: 'search_flights', args: {from: 'BER', to: 'LIS'}},
              ],
            },
          ]
        : [],
    attributes: undefined,
    locations: [
      {
        source: 'prod.jsonl',
        at: {kind: 'bytes', offset: step * 512, length: 512, line: step + 1},
      },
    ],
    soFar: {
      llmCalls,
      toolCalls: step + 1 - llmCalls,
      tokens: llmCalls * (TOKENS_IN + TOKENS_OUT),
      errors: 0,
    },
  };
}

function cut(text: string, textLimit: number): {text: string; totalChars: number} {
  return {text: text.slice(0, textLimit), totalChars: text.length};
}

function findingsOf(fake: FakeRun): readonly StoredFinding[] {
  const {loop} = fake;
  if (loop === undefined) return [];
  const memberCount = loop.laps * LOOP_PERIOD;
  const last = loop.from + memberCount - 1;
  const kept = Math.min(memberCount, 2000);
  const members = Array.from({length: kept}, (_unused, index) => loop.from + index);
  members[kept - 1] = last;
  return [
    {
      id: toFindingId('f-loop'),
      runId: RUN_ID,
      rule: toRuleId('loop/cycle'),
      severity: 'critical',
      confidence: 'high',
      confidenceReason: 'arguments and results are recorded and equal',
      title: `the same 3 steps were repeated ${String(loop.laps)} times${fake.poison ?? ''}`,
      unchanged: 'arguments and results of search_flights and read_page',
      benign: 'polling was considered: the results never changed',
      firstStep: loop.from,
      lastStep: last,
      members,
      memberCount,
      period: LOOP_PERIOD,
      laps: loop.laps,
      provableStep: loop.from + 3 * LOOP_PERIOD - 1,
      identity: 'plan>search_flights>read_page',
      use: {steps: memberCount, llmCalls: loop.laps, toolCalls: memberCount - loop.laps},
      evidence: [
        {step: loop.from + 1, shows: 'first search'},
        {step: loop.from + 4, shows: 'same arguments, same result'},
      ],
    },
  ];
}

function findError(fake: FakeRun, from: number, forward: boolean): number | undefined {
  const by = forward ? 1 : -1;
  for (let step = from; step >= 0 && step < fake.steps; step += by)
    if (isError(fake, step)) return step;
  return undefined;
}

function treeRows(fake: FakeRun, fromPre: number, limit: number): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  for (let pre = fromPre; pre < Math.min(fromPre + limit, fake.steps + 1); pre += 1)
    rows.push({
      pre,
      spanKey: pre,
      depth: pre === 0 ? 0 : 1,
      size: pre === 0 ? fake.steps + 1 : 1,
      kind: pre === 0 ? 'agent' : kindOf(pre - 1) === 'llm' ? 'llm' : 'tool',
      name: pre === 0 ? 'planner' : rowOf(fake, pre - 1).name,
      agent: 'planner',
      tool: undefined,
      status: 'ok',
      durationUs: undefined,
      inputTokens: undefined,
      outputTokens: undefined,
      defects: [],
      repeats: 1,
      step: pre === 0 ? undefined : pre - 1,
      parent: pre === 0 ? -1 : 0,
      firstStep: pre === 0 ? 0 : pre - 1,
    });
  return rows;
}

function lapOfFake(fake: FakeRun, step: number): number {
  return Math.floor((step - (fake.loop?.from ?? 0)) / LOOP_PERIOD) + 1;
}

/** Equal in every lap of the loop, its own elsewhere. */
function sameCallOf(fake: FakeRun, step: number): number {
  return isInLoop(fake, step)
    ? 1_000_000_000 + ((step - (fake.loop?.from ?? 0)) % LOOP_PERIOD)
    : step;
}

/** Steps that one call of the search looks at: small, so that tests see it go on. */
const FAKE_SCAN = 50_000;

function findFake(fake: FakeRun, search: StepSearch): FoundSteps {
  const steps: number[] = [];
  const by = search.forward ? 1 : -1;
  let step = search.from;
  for (let looked = 0; step >= 0 && step < fake.steps; step += by, looked += 1) {
    if (steps.length >= search.limit || looked >= FAKE_SCAN) return {steps, next: step};
    if (matches(search.condition, factsOfRow(rowOf(fake, step)))) steps.push(step);
  }
  return {steps, next: undefined};
}

export function factsOfRow(row: StepRow): StepFacts {
  return {
    text: (field) => ({tool: row.name, agent: row.agent ?? '', kind: row.kind})[field],
    number: (field) =>
      ({
        step: row.step + 1,
        depth: row.depth,
        lane: row.lane,
        tokens: (row.inputTokens ?? NaN) + (row.outputTokens ?? 0),
        context: row.contextTokens ?? NaN,
        repeat: row.repeat ?? NaN,
        duration: row.durationUs ?? NaN,
      })[field],
    flag: (flag) =>
      ({
        error: row.outcome === 'error',
        ok: row.outcome === 'ok',
        unfinished: row.outcome === 'unresolved',
        write: row.writes,
        handoff: row.kind === 'handoff',
        finding: row.findings.length > 0,
      })[flag],
    rules: () => (row.findings.length > 0 ? ['loop/cycle'] : []),
    holdsText: (part) =>
      `${row.name} ${row.argsPreview ?? ''} ${row.resultPreview ?? ''}`
        .toLowerCase()
        .includes(part),
    sameCall: () => row.sameCall ?? -1,
  };
}

function promptChangeOf(step: number): PromptChange | undefined {
  if (kindOf(step) !== 'llm') return undefined;
  return {
    step,
    previousStep: step === 0 ? undefined : step - LOOP_PERIOD,
    kept: step,
    added: [{role: 'tool', parts: [{kind: 'tool-result', result: 'no seats left'}]}],
    addedTotal: 1,
    dropped: [],
    droppedTotal: 0,
    isCut: false,
  };
}

function countErrors(fake: FakeRun, bucket: number, buckets: number): number {
  const {errorEvery, steps} = fake;
  if (errorEvery === undefined) return 0;
  const before = (place: number): number =>
    Math.floor(Math.ceil((place * steps) / buckets) / errorEvery);
  return before(bucket + 1) - before(bucket);
}

function fakeOverview(fake: FakeRun): RunOverview {
  const buckets = Math.min(512, fake.steps);
  const column = (read: (bucket: number) => number): number[] =>
    Array.from({length: buckets}, (_unused, bucket) => read(bucket));
  return {
    profile: {
      steps: fake.steps,
      buckets,
      tokens: column(() => TOKENS_IN),
      depth: column(() => 2),
      context: column((bucket) => Math.round((1000 * bucket) / buckets)),
      errors: column((bucket) => countErrors(fake, bucket, buckets)),
      writes: column(() => 0),
      contextWindow: 2000,
    },
    outline: [
      {
        pre: 0,
        parent: -1,
        name: 'planner',
        kind: 'agent',
        steps: fake.steps,
        repeats: 1,
        errors: 0,
        size: fake.steps + 1,
        deeper: 0,
      },
      {
        pre: 1,
        parent: 0,
        name: 'plan',
        kind: 'llm',
        steps: Math.ceil(fake.steps / 2),
        repeats: 1,
        errors: 0,
        size: 1,
        deeper: 0,
      },
    ],
    incidents: [],
    trips: [],
  };
}
