import {readRunOutcome} from '../../src/analyze/run-outcome.js';
import {compact} from '../../src/model/compact.js';
import type {HarnessVerdict} from '../../src/model/facts.js';
import type {JsonValue} from '../../src/model/json.js';
import type {Message} from '../../src/model/message.js';
import {buildCallTree} from '../../src/tree/build-call-tree.js';
import {buildSpanTable} from '../../src/tree/build-span-table.js';
import {buildSteps} from '../../src/tree/build-steps.js';
import type {RunEvent, RunView} from '../../src/tree/run-view.js';
import {buildBodySignature} from '../../src/tree/signature/body-signature.js';
import type {SignatureRole} from '../../src/tree/signature/body-signature.js';
import type {SpanRow} from '../../src/tree/span-row.js';
import {REPLY_SHAPE} from '../../src/tree/step-facts.js';
import type {VectorStep} from './vector.js';

/** A run made of vector steps, through the product's own tree and steps. */
export interface VectorRun {
  readonly view: RunView;
  /** Index in the vector of each step of the run. */
  readonly vectorIndex: readonly number[];
}

interface Scripted {
  readonly row: SpanRow;
  readonly args: JsonValue | undefined;
  readonly outcome: JsonValue | undefined;
  readonly failed: boolean;
  readonly reply: string | undefined;
}

class Numbers {
  readonly texts: string[] = [];
  readonly #known = new Map<string, number>();

  intern(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

/** Node numbers of prompts begin here; below are the replies. */
const PROMPT_BASE = 1_000_000;

/** Conversation nodes of prompts, shared prefixes shared, as the store keeps them. */
class PromptNodes {
  readonly #nodes: {readonly prev_id: number; readonly depth: number; readonly message: Message}[] =
    [];
  readonly #known = new Map<string, number>();

  add(messages: NonNullable<VectorStep['messages']>): number {
    let at = 0;
    let depth = 0;
    for (const {role, text} of messages) {
      const key = JSON.stringify([at, role, text]);
      depth++;
      let next = this.#known.get(key);
      if (next === undefined) {
        const message = {role, parts: [{kind: 'text', text}]} as const;
        next = PROMPT_BASE + this.#nodes.push({prev_id: at, depth, message}) - 1;
        this.#known.set(key, next);
      }
      at = next;
    }
    return at;
  }

  node(id: number): {readonly prev_id: number; readonly depth: number} | undefined {
    return this.#nodes[id - PROMPT_BASE];
  }

  messages(id: number, limit: number): readonly Message[] {
    const out: Message[] = [];
    for (let at = this.#nodes[id - PROMPT_BASE]; at !== undefined && out.length < limit;) {
      out.push(at.message);
      at = this.#nodes[at.prev_id - PROMPT_BASE];
    }
    return out.reverse();
  }
}

function toVerdictKind(name: string | undefined): HarnessVerdict['kind'] {
  return name === 'stuck' || name === 'limit' || name === 'success' || name === 'failure'
    ? name
    : 'other';
}

/** Vectors of several runs are judged run by run: a run is the scope of everything. */
export function buildVectorRuns(steps: readonly VectorStep[]): readonly VectorRun[] {
  const byRun = new Map<string, number[]>();
  for (const [i, step] of steps.entries()) {
    const run = step.run ?? '';
    const indexes = byRun.get(run);
    if (indexes === undefined) byRun.set(run, [i]);
    else indexes.push(i);
  }
  return [...byRun].map(([run, indexes]) => buildRun(run, steps, indexes));
}

const EVENT_KINDS = new Map<string, RunEvent['kind']>([
  ['user', 'user-turn'],
  ['compaction', 'compaction'],
  ['retry_marker', 'retry'],
  ['state', 'state'],
  ['other', 'log'],
]);

function buildRun(
  run: string,
  steps: readonly VectorStep[],
  indexes: readonly number[],
): VectorRun {
  const bodies = new Numbers();
  const sigs = new Numbers();
  const body = (value: JsonValue | undefined): number =>
    value === undefined ? -1 : bodies.intern(JSON.stringify(value));
  const scripted: Scripted[] = [];
  const prompts = new PromptNodes();
  const verdicts: HarnessVerdict[] = [];
  const events: RunEvent[] = [];
  const eventAt: number[] = [];
  const spanAt: number[] = [];
  for (const i of indexes) {
    const step = steps[i];
    if (step === undefined) continue;
    if (step.kind === 'verdict') {
      verdicts.push({
        traceId: `trace ${run}`,
        kind: toVerdictKind(step.name),
        said: step.text ?? '',
        saidBy: 'the harness',
      });
      continue;
    }
    const eventKind = EVENT_KINDS.get(step.kind);
    if (eventKind === undefined) {
      const inNode = step.messages === undefined ? undefined : prompts.add(step.messages);
      scripted.push(toSpan(step, {i, run, body, node: scripted.length, inNode}));
      spanAt.push(i);
      if (step.fingerprint !== undefined) {
        eventAt.push(i);
        events.push(toEvent(step, 'state', scripted.length));
      }
      continue;
    }
    eventAt.push(i);
    events.push(toEvent(step, eventKind, scripted.length));
  }
  const spans = buildSpanTable(scripted.map(({row}) => row));
  const ordered = [...spans.spanKey].map((key) => scripted[key]);
  const sig = (
    level: 'exact' | 'target' | 'intent',
    read: (script: Scripted) => readonly [SignatureRole, JsonValue | undefined],
  ): Int32Array =>
    Int32Array.from(ordered, (script) => {
      if (script === undefined) return -1;
      const [role, value] = read(script);
      if (value === undefined) return -1;
      return sigs.intern(`${role} ${buildBodySignature(role, value)[level]}`);
    });
  const text = (value: string | undefined): number =>
    value === undefined || value.trim() === ''
      ? -1
      : sigs.intern(`text ${buildBodySignature('text', value).exact}`);
  const tree = buildCallTree(spans);
  const built = buildSteps(
    {
      spans,
      argsSig: sig('exact', ({args}) => ['args', args]),
      argsTargetSig: sig('target', ({args}) => ['args', args]),
      argsIntentSig: sig('intent', ({args}) => ['args', args]),
      outcomeSig: sig('exact', ({outcome, failed}) => [failed ? 'error' : 'outcome', outcome]),
      replyTextSig: Int32Array.from(ordered, (script) => text(script?.reply)),
      replyShape: Uint8Array.from(ordered, (script) => toShape(script?.reply)),
      events,
      eventTextSig: Int32Array.from(events, (event) => text(event.text)),
    },
    tree,
  );
  const view: RunView = {
    runId: `vector ${run}`,
    spans: built.spans,
    tree,
    steps: built.steps,
    lanes: built.lanes,
    events,
    verdicts,
    outcome: readRunOutcome({value: 'unknown', saidBy: 'the vector does not tell'}, verdicts),
    timeBasis: steps.some((step) => step.t !== undefined) ? 'utc' : 'none',
    bodies: {
      text: (id) => bodies.texts[id],
      node: (node) => prompts.node(node),
      messages: (node, limit) => {
        if (node >= PROMPT_BASE) return prompts.messages(node, limit);
        const reply = scripted[node]?.reply;
        return reply === undefined
          ? []
          : [{role: 'assistant', parts: [{kind: 'text', text: reply}]}];
      },
    },
  };
  const vectorIndex = Array.from({length: built.steps.count}, (_, step) => {
    const row = built.steps.spanRow[step] ?? -1;
    if (row < 0) return eventAt[built.steps.eventIndex[step] ?? -1] ?? -1;
    return spanAt[spans.spanKey[row] ?? -1] ?? -1;
  });
  return {view, vectorIndex};
}

function toShape(reply: string | undefined): number {
  if (reply === undefined) return 0;
  return REPLY_SHAPE.recorded | (reply.trim() === '' ? 0 : REPLY_SHAPE.hasText);
}

function toEvent(step: VectorStep, kind: RunEvent['kind'], rowsBefore: number): RunEvent {
  return {
    kind,
    name: step.name ?? step.kind,
    timeUs: step.t === undefined ? undefined : step.t * 1e6,
    text: step.text,
    synthetic: step.synthetic ?? false,
    tokensBefore: step.tokens_before,
    tokensAfter: step.tokens_after,
    fingerprint: step.fingerprint,
    spanRow: -1,
    rowsBefore,
  };
}

const SPAN_KINDS = new Map<string, SpanRow['kind']>([
  ['tool', 'tool'],
  ['handoff', 'handoff'],
  ['agent_start', 'agent'],
  ['llm', 'llm'],
  ['text', 'llm'],
  ['thought', 'llm'],
]);

function toSpan(
  step: VectorStep,
  at: {
    readonly i: number;
    readonly run: string;
    readonly body: (value?: JsonValue) => number;
    readonly node: number;
    readonly inNode: number | undefined;
  },
): Scripted {
  const kind = SPAN_KINDS.get(step.kind) ?? 'other';
  const isModel = kind === 'llm';
  const failed = step.error !== undefined && step.error !== null;
  const recorded = step.result_id === undefined ? step.result : {result_id: step.result_id};
  const outcome = failed ? step.error : recorded;
  const args = step.args ?? (step.args_hash === undefined ? undefined : {request: step.args_hash});
  const said = isModel && typeof step.result === 'string' ? step.result : undefined;
  const reply = isModel ? (step.text ?? said) : undefined;
  const row = compact<SpanRow>({
    traceId: `trace ${at.run}`,
    spanId: step.span ?? `step ${at.i}`,
    parentId: step.parent ?? undefined,
    kind,
    name: step.name ?? step.agent ?? step.kind,
    status: failed ? 'error' : undefined,
    startUs: step.t === undefined ? undefined : step.t * 1e6,
    agentName: step.agent,
    toolName: kind === 'tool' || kind === 'handoff' ? step.name : undefined,
    model: isModel ? step.name : undefined,
    toolCallId: step.id,
    roundId: step.round === undefined ? undefined : String(step.round),
    finishReason: step.finish,
    inputBody: at.body(args),
    outputBody: failed
      ? -1
      : at.body(step.result === undefined && isModel ? step.text : step.result),
    errorBody: failed ? at.body(step.error) : -1,
    inNode: at.inNode,
    outNode: reply === undefined ? undefined : at.node,
    inputTokens: step.tokens_in,
    outputTokens: step.tokens_out,
    cachedReadTokens: step.tokens_cached,
    contextWindow: step.context_window,
  });
  return {row, args, outcome, failed, reply};
}
