import type {JsonObject, Locator} from '../api.js';
import {compact, getField} from '../api.js';
import {objectOf, pickFields, textOf} from '../common/fields.js';
import {createThread} from './reading.js';
import type {Reading, Thread} from './reading.js';
import {touch} from './thread.js';

const KEPT = [
  'cwd',
  'originator',
  'cli_version',
  'source',
  'model_provider',
  'git',
  'timestamp',
  'forked_from_id',
  'agent_role',
  'agent_path',
];

interface Meta {
  readonly payload: JsonObject;
  readonly us: number | undefined;
  readonly at: Locator;
  readonly isLegacy?: boolean;
}

/** The first such line names the session; another one with its id is a resumption, with another id a copy. */
export function readSessionMeta(reading: Reading, meta: Meta): void {
  const {payload, us, at} = meta;
  const id = textOf(payload, 'id');
  const known = reading.thread;
  if (known !== undefined) {
    touch(known, us);
    if (id !== undefined && id !== known.id) noteCopy(reading, known, id, at);
    return;
  }
  const thread = createThread(id ?? `codex-${textOf(payload, 'timestamp') ?? 'session'}`, at, {
    isLegacy: meta.isLegacy === true,
  });
  reading.thread = thread;
  thread.attributes = pickFields(payload, KEPT);
  thread.inputUs = us;
  touch(thread, us);
  const parent = readParent(thread, payload);
  reading.facts.push({
    kind: 'trace',
    trace: compact({
      traceId: thread.id,
      sessionId: textOf(payload, 'session_id') ?? thread.id,
      timeBasis: thread.isLegacy ? 'none' : 'utc',
    }),
  });
  reading.facts.push({
    kind: 'span',
    span: compact({
      traceId: thread.id,
      spanId: thread.id,
      kind: 'agent',
      name: thread.agentName ?? 'codex',
      agentName: thread.agentName ?? 'codex',
      agentId: thread.isSubagent ? thread.id : undefined,
      startUs: us,
      attributes: thread.attributes,
    }),
    at,
  });
  if (parent === undefined) return;
  reading.facts.push({
    kind: 'link',
    link: {
      traceId: thread.id,
      spanId: thread.id,
      linkedTraceId: parent,
      linkedSpanId: parent,
      name: 'spawned-by',
    },
    at,
  });
}

/** `source` of a sub-agent: `{subagent: "review"}` or `{subagent: {thread_spawn: {parent_thread_id, agent_role}}}`. */
function readParent(thread: Thread, payload: JsonObject): string | undefined {
  const source = objectOf(payload, 'source');
  const subagent = source === undefined ? undefined : getField(source, 'subagent');
  if (subagent === undefined || subagent === null) return textOf(payload, 'parent_thread_id');
  thread.isSubagent = true;
  const spawn = source === undefined ? undefined : objectOf(source, 'subagent');
  const told = spawn === undefined ? undefined : objectOf(spawn, 'thread_spawn');
  const name =
    typeof subagent === 'string'
      ? subagent
      : told === undefined
        ? undefined
        : (textOf(told, 'agent_role') ?? textOf(told, 'agent_nickname'));
  thread.agentName = name ?? 'subagent';
  return (told && textOf(told, 'parent_thread_id')) ?? textOf(payload, 'parent_thread_id');
}

/** A fork begins with the lines of the session it came from; where they end is not marked. */
function noteCopy(reading: Reading, thread: Thread, id: string, at: Locator): void {
  reading.facts.push({
    kind: 'link',
    link: {traceId: thread.id, spanId: thread.id, linkedTraceId: id, name: 'forked-from'},
    at,
  });
  reading.oddities.note({
    code: 'copied-history',
    severity: 'notice',
    message: `this session holds a copy of lines of session ${id.slice(0, 80)}`,
    at,
  });
}
