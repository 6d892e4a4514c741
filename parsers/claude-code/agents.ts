import type {JsonObject, JsonValue} from '../api.js';
import {getField, isObject} from '../api.js';
import {joinText, toBlocks} from './content.js';
import {textOf} from '../common/fields.js';
import type {Line} from './line.js';
import type {OpenTool, Reading, Thread} from './reading.js';
import {openThread, toThreadKey, writeAgentSpan} from './thread.js';
import {PROMPT_CHARS} from './tools.js';

/** Text that closes the result of a sub-agent: `agentId: a7be2f0 (for resuming ...)`. */
const AGENT_ID_IN_TEXT = /\bagentId: ([0-9a-z_-]{6,40})\b/;

/**
 * Says which call started a sub-agent. The sub-agent's own file knows neither its type nor the
 * call; this source does, and both tell of the same span id. The first link stays: a resumed
 * agent is called again, but was started once.
 */
export function linkAgent(reading: Reading, line: Line, agentId: string, call: OpenTool): Thread {
  const own = reading.threads.get(toThreadKey(line.sessionId, agentId));
  const thread = own ?? openThread(reading, {...line, agentId, us: undefined}, true);
  if (thread.parentId !== undefined) return thread;
  thread.parentId = call.spanId;
  if (call.agentType !== undefined) thread.agentName = call.agentType;
  if (call.description !== undefined) {
    thread.attributes = {...thread.attributes, description: call.description};
  }
  writeAgentSpan(reading, thread, line.at);
  return thread;
}

/** The sub-agent that a result names, the structured field before the text. */
export function findAgentId(
  structured: JsonValue | undefined,
  block: JsonObject,
): string | undefined {
  if (isObject(structured)) {
    const named = textOf(structured, 'agentId');
    if (named !== undefined) return named;
  }
  const text = joinText(toBlocks(getField(block, 'content')));
  return text === undefined ? undefined : AGENT_ID_IN_TEXT.exec(text)?.[1];
}

/**
 * The call that started an inline side chain (versions 1.x name no agent): the open call with the
 * same prompt, the newest if several.
 */
export function findStartingCall(
  reading: Reading,
  prompt: string | undefined,
): OpenTool | undefined {
  if (prompt === undefined) return undefined;
  let found: OpenTool | undefined;
  for (const open of reading.openTools.values()) {
    if (open.prompt === prompt.slice(0, PROMPT_CHARS)) found = open;
  }
  return found;
}
