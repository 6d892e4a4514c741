import type {JsonObject, JsonValue, Locator, MessagePart} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {AgentSession} from '../common/agent-session.js';
import {pickFields, textOf} from '../common/fields.js';
import {parseSessionLines} from '../common/session-lines.js';
import type {LineReading} from '../common/session-lines.js';
import {isoToUs} from '../common/time.js';
import {unfold} from '../common/unfold.js';

/** Marks of the writer that the model never sees. */
const NOISE = new Set(['CONVERSATION_HISTORY', 'KNOWLEDGE_ARTIFACTS', 'EPHEMERAL_MESSAGE']);

/** Steps of the model other than its answers are what its tools did: in order, without ids. */
function open(): LineReading {
  const session = new AgentSession({traceId: 'session', agentName: 'Antigravity'});
  let waiting = 0;
  const readStep = (type: string, value: JsonObject, at: Locator): void => {
    const timeUs = isoToUs(getField(value, 'created_at'))?.us;
    const text = textOf(value, 'content');
    const status = textOf(value, 'status');
    if (type === 'USER_INPUT') {
      session.userTurn(said('user', text), at, {timeUs});
      return;
    }
    if (type === 'PLANNER_RESPONSE') {
      const parts = replyParts(value);
      session.reply({endUs: timeUs, message: {role: 'assistant', parts}}, at);
      waiting = parts.filter(({kind}) => kind === 'tool-call').length;
      return;
    }
    if (type === 'CHECKPOINT') {
      session.event({kind: 'compaction', name: 'checkpoint', text, timeUs}, at);
      return;
    }
    if (type === 'ERROR_MESSAGE') {
      session.event({kind: 'exception', name: 'error', text, timeUs}, at);
      return;
    }
    if (textOf(value, 'source') !== 'MODEL') {
      const message = {...said('user', text), synthetic: true};
      session.userTurn(message, at, {timeUs, name: type.toLowerCase()});
      return;
    }
    const failed = status === 'ERROR';
    const result = {
      output: text,
      endUs: timeUs,
      status: failed ? ('error' as const) : status === 'DONE' ? ('ok' as const) : undefined,
      attributes: pickFields(value, ['type', 'truncated_fields']),
    };
    if (waiting > 0) {
      waiting--;
      session.result(result, at, said('tool', text));
      return;
    }
    // A step that no reply asked for by name: its arguments are not in the log.
    session.call({name: type.toLowerCase(), startUs: timeUs}, at);
    session.result(result, at, said('tool', text));
  };
  return {
    facts: session.facts,
    read: (value, at) => {
      const type = textOf(value, 'type');
      if (type === undefined) return false;
      if (!NOISE.has(type)) readStep(type, value, at);
      return true;
    },
    finish: (last) => {
      session.finish(last);
      session.facts.push(...session.oddities.take());
    },
  };
}

function said(role: string, text: string | undefined): {role: string; parts: MessagePart[]} {
  return {role, parts: text === undefined ? [] : [{kind: 'text', text}]};
}

function replyParts(value: JsonObject): MessagePart[] {
  const parts: MessagePart[] = [];
  const thinking = textOf(value, 'thinking');
  if (thinking !== undefined) parts.push({kind: 'reasoning', text: thinking});
  const text = textOf(value, 'content');
  if (text !== undefined) parts.push({kind: 'text', text});
  const calls = getField(value, 'tool_calls');
  for (const call of isArray(calls) ? calls : []) {
    if (!isObject(call)) continue;
    parts.push({
      kind: 'tool-call',
      name: textOf(call, 'name') ?? 'unknown',
      args: unfoldArgs(getField(call, 'args') ?? null),
    });
  }
  return parts;
}

/** Each argument is JSON text of its own: `"\"/tmp/repo\""`. */
function unfoldArgs(args: JsonValue): JsonValue {
  if (!isObject(args)) return args;
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [key, value === undefined ? null : unfold(value)]),
  );
}

export const parse = parseSessionLines(open, 'a step with a type');
