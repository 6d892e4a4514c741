import type {JsonObject, JsonValue} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {findAgentId, linkAgent} from './agents.js';
import {isToolResult, joinText, toBlocks, toMessage} from './content.js';
import {writeEvent} from './events.js';
import {isTrue, objectOf, textOf} from '../common/fields.js';
import {MAIN} from './ids.js';
import type {Line} from './line.js';
import {findPromptAuthor} from './prompt.js';
import type {Reading, Thread} from './reading.js';
import {addMessage, extendThread, forgetConversation, toThreadKey} from './thread.js';
import {findOpenTool, writeToolResult} from './tools.js';

/** Tool results, a prompt, or text of the harness. False = nothing usable on the line. */
export function readUserLine(reading: Reading, thread: Thread, line: Line): boolean {
  const message = objectOf(line.value, 'message');
  const content = message === undefined ? undefined : getField(message, 'content');
  if (typeof content !== 'string' && !isArray(content)) return false;
  const blocks = toBlocks(content);
  const isFirst = thread.pending.length === 0 && thread.head === undefined;
  if (line.forkedFrom !== undefined) {
    addMessage(reading, thread, toMessage('user', blocks, isTrue(line.value, 'isMeta')), line.at);
    return true;
  }
  if (isTrue(line.value, 'isCompactSummary')) readSummary(reading, thread, line);
  let answers = 0;
  for (const block of blocks) {
    if (!isObject(block) || !isToolResult(textOf(block, 'type') ?? '')) continue;
    answers++;
    readToolResult(reading, thread, {line, block});
  }
  const text = answers === blocks.length ? undefined : (joinText(blocks) ?? '');
  const author = text === undefined ? undefined : findPromptAuthor(line.value, text);
  addMessage(
    reading,
    thread,
    toMessage('user', blocks, author === 'harness' || author === 'interrupt'),
    line.at,
  );
  if (text === undefined || isTrue(line.value, 'isCompactSummary')) return true;
  // What opens a sub-agent's thread was written by the agent that started it.
  if (thread.agentId !== MAIN && isFirst) return true;
  writeEvent(reading, thread, line, {
    kind: 'user-turn',
    name: author === 'interrupt' ? 'interrupt' : 'prompt',
    text,
    synthetic: author === 'harness' || thread.agentId !== MAIN ? true : undefined,
  });
  return true;
}

function readToolResult(
  reading: Reading,
  thread: Thread,
  from: {readonly line: Line; readonly block: JsonObject},
): void {
  const {line, block} = from;
  const toolCallId = textOf(block, 'tool_use_id');
  const call = toolCallId === undefined ? undefined : findOpenTool(reading, toolCallId);
  writeToolResult(reading, thread, from);
  if (thread.copy || call === undefined || !isAgentCall(call)) return;
  const structured: JsonValue | undefined =
    getField(line.value, 'toolUseResult') ?? getField(line.value, 'tool_use_result');
  const told = findAgentId(structured, block);
  if (told === undefined) return;
  // A stream names a sub-agent's lines by the call, and its id in the result only: it is one agent.
  const inStream =
    toolCallId !== undefined && reading.threads.has(toThreadKey(line.sessionId, toolCallId));
  const agentId = inStream ? toolCallId : told;
  const agent = linkAgent(reading, line, agentId, call);
  // The copies stop before the last reply, the result comes after it; but not where the agent was
  // sent to the background and the result only says so.
  const stillRuns = isObject(structured) && getField(structured, 'isAsync') === true;
  if (agent.copy && !stillRuns) extendThread(agent, line.us);
}

function isAgentCall(call: {readonly prompt?: string; readonly agentType?: string}): boolean {
  return call.prompt !== undefined || call.agentType !== undefined;
}

/**
 * The summary that stands for everything before it. Versions without a boundary line (1.x, or a
 * new file that goes on from another session) only have this line to tell of the compaction.
 */
function readSummary(reading: Reading, thread: Thread, line: Line): void {
  if (thread.compacted !== true) {
    writeEvent(reading, thread, line, {kind: 'compaction', name: 'compact'});
    forgetConversation(thread);
  }
  thread.compacted = false;
}
