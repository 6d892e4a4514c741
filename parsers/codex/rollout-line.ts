import type {JsonObject, Locator} from '../api.js';
import {getField, isObject} from '../api.js';
import {numberOf, textOf} from '../common/fields.js';
import {isoToUs} from '../common/time.js';
import {readCompacted} from './compaction.js';
import {readEventMessage} from './event-message.js';
import {readItem} from './item.js';
import {createThread} from './reading.js';
import type {Reading, Thread} from './reading.js';
import {readSessionMeta} from './session-meta.js';
import {touch} from './thread.js';

/** A line with the session it belongs to. */
export interface Line {
  readonly thread: Thread;
  readonly type: string;
  readonly payload: JsonObject;
  readonly us: number | undefined;
  readonly at: Locator;
}

export function isRolloutLine(value: JsonObject): boolean {
  return isObject(value.payload) && typeof value.type === 'string';
}

export function readRolloutLine(
  reading: Reading,
  value: JsonObject,
  at: Locator,
): string | undefined {
  const {payload, type} = value;
  if (!isObject(payload) || typeof type !== 'string')
    return 'a line must have a type and a payload';
  const us = isoToUs(value.timestamp)?.us;
  if (type === 'session_meta') {
    readSessionMeta(reading, {payload, us, at});
    return undefined;
  }
  const thread = openThread(reading, value, at);
  touch(thread, us);
  const line: Line = {thread, type, payload, us, at};
  switch (type) {
    case 'response_item':
      return readItem(reading, line);
    case 'event_msg':
      return readEventMessage(reading, line);
    case 'turn_context':
      thread.model = textOf(payload, 'model') ?? thread.model;
      thread.inputUs = us ?? thread.inputUs;
      return undefined;
    case 'compacted':
      readCompacted(reading, line);
      return undefined;
    case 'world_state':
    case 'inter_agent_communication_metadata':
      return undefined;
    default:
      reading.oddities.noteUnknown('lines', type, at);
      return undefined;
  }
}

/** Exports may lack the first line: the session is then named by its first time. */
function openThread(reading: Reading, value: JsonObject, at: Locator): Thread {
  if (reading.thread !== undefined) return reading.thread;
  const thread = createThread(`codex-${textOf(value, 'timestamp') ?? 'session'}`, at);
  reading.thread = thread;
  reading.oddities.note({
    code: 'session-without-start',
    severity: 'notice',
    message: 'the line session_meta is missing: the session is named by its first time',
    at,
  });
  return thread;
}

/**
 * Legacy rollouts: `{id, timestamp, instructions, git}`, then `{record_type: "state"}` between bare
 * items. Only the first line has a time.
 */
export function readLegacyLine(
  reading: Reading,
  value: JsonObject,
  at: Locator,
): string | undefined {
  const type = textOf(value, 'type');
  if (textOf(value, 'record_type') !== undefined) return undefined;
  if (type === undefined) {
    const id = textOf(value, 'id');
    if (id === undefined || textOf(value, 'timestamp') === undefined) {
      return 'a line must have a type and a payload';
    }
    readSessionMeta(reading, {payload: value, us: undefined, at, isLegacy: true});
    return undefined;
  }
  let {thread} = reading;
  if (thread === undefined) {
    thread = createThread(textOf(value, 'session_id') ?? 'codex-session', at, {isLegacy: true});
    reading.thread = thread;
  }
  const stamp = getField(value, 'timestamp');
  const us = stamp === undefined ? undefined : (isoToUs(stamp)?.us ?? numberOf(value, 'ts'));
  return readItem(reading, {thread, type: 'response_item', payload: value, us, at});
}
