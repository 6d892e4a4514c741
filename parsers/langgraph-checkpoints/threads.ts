import type {Fact, JsonObject, JsonValue, Locator, SpanDraft} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import {numberOf, omitFields, textOf} from '../common/fields.js';
import {Oddities} from '../common/oddities.js';
import {isoToUs} from '../common/time.js';
import {ListNumbers} from '../common/transcript.js';
import {MessageChannel} from './message-channel.js';
import {readJsonCell, readTyped} from './serde.js';

interface Checkpoint {
  readonly id: string;
  readonly ns: string;
  readonly at: Locator;
  readonly startUs: number | undefined;
  readonly step: number | undefined;
  readonly source: string | undefined;
  readonly attributes: JsonObject;
  isSent: boolean;
}

interface Thread {
  readonly id: string;
  readonly checkpoints: Map<string, Checkpoint>;
  readonly tasks: Set<string>;
  /** One conversation per graph: the subgraph's is its own. */
  readonly channels: Map<string, MessageChannel>;
  firstUs: number;
  lastUs: number;
}

/** What keeps no message, error or state of a node. */
const PLUMBING = /^(?:__no_writes__|__scheduled__|__resume__|__start__|__pregel_|branch:)/;

/** All threads of one file. A thread is a trace, a checkpoint a super-step, a task a node that ran in it. */
export class Threads {
  readonly facts: Fact[] = [];
  readonly #threads = new Map<string, Thread>();
  readonly #numbers = new ListNumbers();
  readonly #oddities = new Oddities();

  checkpoint(row: JsonObject, at: Locator): string | undefined {
    const id = textOf(row, 'checkpoint_id') ?? '';
    const ns = textOf(row, 'checkpoint_ns') ?? '';
    const state = readTyped(getField(row, 'type') ?? 'json', getField(row, 'checkpoint'));
    const told = state !== undefined && isObject(state) ? state : undefined;
    const metadata = readJsonCell(getField(row, 'metadata'));
    const about = metadata !== undefined && isObject(metadata) ? metadata : {};
    const thread = this.#open(textOf(row, 'thread_id') ?? '', at);
    const startUs = isoToUs(getField(told ?? {}, 'ts'))?.us;
    if (startUs !== undefined) {
      thread.firstUs = Math.min(thread.firstUs, startUs);
      thread.lastUs = Math.max(thread.lastUs, startUs);
    }
    const kept = {
      parent: textOf(row, 'parent_checkpoint_id') ?? null,
      ...omitFields(about, ['writes']),
    };
    const step = numberOf(about, 'step');
    const source = textOf(about, 'source');
    thread.checkpoints.set(`${ns}\n${id}`, {
      id,
      ns,
      at,
      startUs,
      step,
      source,
      attributes: kept,
      isSent: false,
    });
    return told === undefined ? 'a checkpoint whose state cannot be read' : undefined;
  }

  write(row: JsonObject, at: Locator): string | undefined {
    const thread = this.#open(textOf(row, 'thread_id') ?? '', at);
    const ns = textOf(row, 'checkpoint_ns') ?? '';
    const id = textOf(row, 'checkpoint_id') ?? '';
    const taskId = textOf(row, 'task_id') ?? 'task';
    const channel = textOf(row, 'channel') ?? '';
    const value = readTyped(getField(row, 'type'), getField(row, 'value'));
    if (value === undefined) return 'a write whose value cannot be read';
    const isInput = taskId.startsWith('00000000-') || channel === '__start__';
    const checkpoint = thread.checkpoints.get(`${ns}\n${id}`);
    if (checkpoint !== undefined) this.#send(thread, checkpoint);
    const parentId = isInput ? ROOT : this.#task(thread, {taskId, row, checkpoint, at});
    if (channel === '__error__') this.#error(thread, {parentId, value, at});
    else if (channel === '__interrupt__') {
      const event = {
        traceId: thread.id,
        spanId: parentId,
        kind: 'state' as const,
        name: 'interrupt',
      };
      this.facts.push({kind: 'event', event, at});
    } else if (isMessages(value)) {
      this.#channelOf(thread, ns).read(isArray(value) ? value : [value], {parentId, at});
    } else if (!PLUMBING.test(channel)) {
      const attributes = {[channel]: value};
      const event = {
        traceId: thread.id,
        spanId: parentId,
        kind: 'state' as const,
        name: channel,
        attributes,
      };
      this.facts.push({kind: 'event', event, at});
    }
    return undefined;
  }

  finish(): void {
    for (const thread of this.#threads.values()) {
      for (const checkpoint of thread.checkpoints.values()) this.#send(thread, checkpoint);
      for (const channel of thread.channels.values()) channel.finish(NOWHERE);
      const hasTimes = thread.firstUs !== Infinity;
      const traceId = thread.id;
      if (hasTimes) {
        const patch = {startUs: thread.firstUs, endUs: thread.lastUs};
        this.facts.push({kind: 'span-patch', traceId, spanId: ROOT, patch, at: NOWHERE});
      }
      const timeBasis = hasTimes ? ('utc' as const) : ('none' as const);
      this.facts.push({kind: 'trace', trace: {traceId, timeBasis, sessionId: traceId}});
    }
    this.facts.push(...this.#oddities.take());
  }

  #open(id: string, at: Locator): Thread {
    const known = this.#threads.get(id);
    if (known !== undefined) return known;
    const thread = {
      id,
      checkpoints: new Map(),
      tasks: new Set<string>(),
      channels: new Map(),
      firstUs: Infinity,
      lastUs: -Infinity,
    };
    this.#threads.set(id, thread);
    const span = {
      traceId: id,
      spanId: ROOT,
      kind: 'agent' as const,
      name: 'LangGraph',
      agentName: 'LangGraph',
      derivedId: true,
    };
    this.facts.push({kind: 'span', span, at});
    return thread;
  }

  /** The state after a step: what runs from it hangs below it. */
  #send(thread: Thread, checkpoint: Checkpoint): void {
    if (checkpoint.isSent) return;
    checkpoint.isSent = true;
    const {id, ns, at, startUs, step, source, attributes} = checkpoint;
    const span = compact<SpanDraft>({
      traceId: thread.id,
      spanId: id,
      parentId: parentOfGraph(ns),
      kind: 'chain',
      name: step === undefined ? `checkpoint ${source ?? ''}`.trim() : `step ${String(step)}`,
      startUs,
      attributes,
    });
    this.facts.push({kind: 'span', span, at});
  }

  #task(
    thread: Thread,
    task: {
      readonly taskId: string;
      readonly row: JsonObject;
      readonly checkpoint: Checkpoint | undefined;
      readonly at: Locator;
    },
  ): string {
    const {taskId, row, checkpoint, at} = task;
    const spanId = `task:${taskId}`;
    if (thread.tasks.has(taskId)) return spanId;
    thread.tasks.add(taskId);
    const path = textOf(row, 'task_path') ?? '';
    const node = /([^,~\s][^,]*?)\s*$/.exec(path)?.[1];
    const span = compact<SpanDraft>({
      traceId: thread.id,
      spanId,
      parentId: checkpoint?.id ?? textOf(row, 'checkpoint_id') ?? ROOT,
      kind: 'chain',
      name: node ?? 'node',
      attributes: path === '' ? undefined : {task_path: path},
    });
    this.facts.push({kind: 'span', span, at});
    return spanId;
  }

  #error(
    {id: traceId}: Thread,
    {
      parentId,
      value,
      at,
    }: {readonly parentId: string; readonly value: JsonValue; readonly at: Locator},
  ): void {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const errorType = /^\s*([A-Za-z_.]*(?:Error|Exception|Interrupt))\b/.exec(text)?.[1];
    const patch = compact<Partial<SpanDraft>>({status: 'error', statusMessage: text, errorType});
    this.facts.push({kind: 'span-patch', traceId, spanId: parentId, patch, at});
    if (!/GraphRecursionError|Recursion limit/.test(text)) return;
    const said = text.slice(0, 500);
    const verdict = {
      traceId,
      spanId: parentId,
      kind: 'limit' as const,
      said,
      saidBy: 'LangGraph __error__',
    };
    this.facts.push({kind: 'verdict', verdict, at});
  }

  #channelOf(thread: Thread, ns: string): MessageChannel {
    const known = thread.channels.get(ns);
    if (known !== undefined) return known;
    const channel = new MessageChannel(thread.id, {
      numbers: this.#numbers,
      facts: this.facts,
      rootId: ROOT,
    });
    thread.channels.set(ns, channel);
    return channel;
  }
}

const ROOT = 'thread';
const NOWHERE: Locator = {kind: 'row', table: 'writes', rowid: 0};

/** `node:task|inner:task`: a subgraph runs in the task that stands last in its namespace. */
function parentOfGraph(ns: string): string {
  const last = ns.split('|').at(-1) ?? '';
  const colon = last.indexOf(':');
  return colon < 0 ? ROOT : `task:${last.slice(colon + 1)}`;
}

function isMessages(value: JsonValue): boolean {
  const first = isArray(value) ? value[0] : value;
  if (first === undefined || first === null || !isObject(first)) return false;
  return (
    /Message(?:Chunk)?$/.test(textOf(first, '__class') ?? '') ||
    isSerialised(first) ||
    isPlainMessage(first)
  );
}

function isSerialised(value: JsonObject): boolean {
  const id = getField(value, 'id');
  const last = id !== undefined && isArray(id) ? id.at(-1) : undefined;
  return 'lc' in value && typeof last === 'string' && /Message(?:Chunk)?$/.test(last);
}

function isPlainMessage(value: JsonObject): boolean {
  const type = textOf(value, 'type') ?? textOf(value, 'role') ?? '';
  return /^(?:human|ai|tool|system|user|assistant)$/.test(type) && 'content' in value;
}
