import type {JsonObject, Locator} from '../api.js';
import {getField} from '../api.js';
import {isTrue, objectOf, textOf} from '../common/fields.js';
import {MAIN} from './ids.js';
import type {Reading} from './reading.js';
import {toUs} from './time.js';

/** One line with the fields that every kind of line may have. */
export interface Line {
  readonly value: JsonObject;
  readonly type: string;
  readonly at: Locator;
  readonly us: number | undefined;
  readonly uuid: string | undefined;
  readonly parentUuid: string | undefined;
  readonly sessionId: string;
  readonly agentId: string;
  /** The line came with a fork from another session: history, not an event of this one. */
  readonly forkedFrom: string | undefined;
}

export function toLine(reading: Reading, value: JsonObject, type: string, at: Locator): Line {
  const named = textOf(value, 'sessionId') ?? textOf(value, 'session_id');
  const sessionId = named ?? reading.sessionId ?? toUnnamed(value);
  reading.sessionId = sessionId;
  const parentUuid = textOf(value, 'parentUuid');
  const fork = objectOf(value, 'forkedFrom');
  const origin = fork === undefined ? undefined : textOf(fork, 'sessionId');
  return {
    value,
    type,
    at,
    us: toUs(getField(value, 'timestamp')),
    uuid: textOf(value, 'uuid'),
    parentUuid,
    sessionId,
    agentId: findAgentId(reading, value, parentUuid),
    forkedFrom: origin === sessionId ? undefined : origin,
  };
}

/** Id for a stream that never names its session: ids are global, so it must not be a constant. */
function toUnnamed(value: JsonObject): string {
  const message = objectOf(value, 'message') ?? {};
  return `unnamed-${textOf(value, 'uuid') ?? textOf(message, 'id') ?? textOf(value, 'timestamp') ?? 'session'}`;
}

/**
 * Which thread a line belongs to, strongest sign first: the agent id on it; the tool call that
 * started its agent (stream-json); the thread of its parent line (inline side chains of versions
 * 1.x, whose root gives the id); else the session itself.
 */
function findAgentId(reading: Reading, value: JsonObject, parentUuid: string | undefined): string {
  const agentId = textOf(value, 'agentId') ?? textOf(value, 'parent_tool_use_id');
  if (agentId !== undefined) return agentId;
  if (!isTrue(value, 'isSidechain')) return MAIN;
  const parent = reading.recent.get(parentUuid);
  const thread = parent === undefined ? undefined : reading.threads.get(parent.thread);
  if (thread !== undefined && thread.agentId !== MAIN) return thread.agentId;
  return `sidechain-${textOf(value, 'uuid') ?? parentUuid ?? 'unknown'}`;
}
