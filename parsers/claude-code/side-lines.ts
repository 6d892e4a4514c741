import type {JsonObject} from '../api.js';
import {getField, isObject} from '../api.js';
import {linkAgent} from './agents.js';
import {readAssistantLine} from './assistant-line.js';
import {toMessage} from './content.js';
import {writeEvent} from './events.js';
import {objectOf, pickFields, textOf} from '../common/fields.js';
import type {Line} from './line.js';
import type {Reading, Thread} from './reading.js';
import {addMessage, openThread, toThreadKey, touchThread} from './thread.js';
import {toUs} from './time.js';
import {findOpenTool} from './tools.js';
import {readUserLine} from './user-line.js';

/**
 * `progress` is two thirds of all lines and noise, but for copies of a sub-agent's messages. They
 * give the spans that the sub-agent's own file gives, under the same ids: with that file they
 * merge, without it they are all there is.
 */
export function readProgressLine(reading: Reading, line: Line): void {
  const data = objectOf(line.value, 'data');
  if (data === undefined || getField(data, 'type') !== 'agent_progress') return;
  const agentId = textOf(data, 'agentId');
  const copied = objectOf(data, 'message');
  if (agentId === undefined) return;
  const toolCallId = textOf(line.value, 'parentToolUseID');
  const call = toolCallId === undefined ? undefined : findOpenTool(reading, toolCallId);
  if (copied === undefined) {
    if (call !== undefined) linkAgent(reading, line, agentId, call);
    return;
  }
  const type = textOf(copied, 'type') ?? '';
  const us = toUs(getField(copied, 'timestamp')) ?? line.us;
  const inner: Line = {...line, value: copied, type, us, agentId, parentUuid: undefined};
  const key = toThreadKey(line.sessionId, agentId, true);
  const before = reading.threads.get(key)?.lastUs;
  const thread = openThread(reading, {...inner, us: undefined}, true);
  if (call !== undefined) linkAgent(reading, line, agentId, call);
  if (before === undefined) touchThread(thread, us);
  if (type === 'assistant') readAssistantLine(reading, thread, inner);
  else if (type === 'user') readUserLine(reading, thread, inner);
  touchThread(thread, us);
}

/** A prompt that was typed while the agent worked, and what the harness did with it. */
export function readQueueLine(reading: Reading, thread: Thread, line: Line): void {
  writeEvent(reading, thread, line, {
    kind: 'log',
    name: `queue-${textOf(line.value, 'operation') ?? 'operation'}`,
    text: textOf(line.value, 'content'),
  });
}

/**
 * Context that the harness adds to the next request (2.1.8x and later). How it was worded is not
 * logged, so it stays as it is; a queued prompt is a turn of a person.
 */
export function readAttachmentLine(reading: Reading, thread: Thread, line: Line): void {
  const attachment = objectOf(line.value, 'attachment');
  if (attachment === undefined) return;
  const type = textOf(attachment, 'type') ?? 'attachment';
  if (type === 'hook_success' && textOf(attachment, 'content') === undefined) return;
  const prompt = getField(attachment, 'prompt');
  if (type === 'queued_command' && typeof prompt === 'string') {
    const byPerson = (textOf(attachment, 'commandMode') ?? 'prompt') === 'prompt';
    addMessage(
      reading,
      thread,
      toMessage('user', [{type: 'text', text: prompt}], !byPerson),
      line.at,
    );
    writeEvent(reading, thread, line, {
      kind: 'user-turn',
      name: 'queued-prompt',
      text: prompt,
      synthetic: byPerson ? undefined : true,
    });
    return;
  }
  addMessage(reading, thread, toMessage('user', [attachment], true), line.at);
  if (type !== 'hook_blocking_error') return;
  writeEvent(reading, thread, line, {
    kind: 'log',
    name: type,
    attributes: pickFields(attachment, ['hookName', 'hookEvent', 'blockingError', 'stderr']),
  });
}

const TITLES: readonly (readonly [string, string])[] = [
  ['summary', 'summary'],
  ['custom-title', 'customTitle'],
  ['ai-title', 'aiTitle'],
];

export function isTitleLine(type: string): boolean {
  return TITLES.some(([known]) => known === type);
}

/**
 * A title of a session. `summary` lines name no session but the last line of the conversation
 * they sum up, which may be in another file: only one that is in this file is its name.
 */
export function readTitleLine(reading: Reading, value: JsonObject, type: string): void {
  const field = TITLES.find(([known]) => known === type)?.[1];
  const name = field === undefined ? undefined : textOf(value, field);
  const leaf = reading.recent.get(textOf(value, 'leafUuid'));
  const thread = leaf === undefined ? undefined : reading.threads.get(leaf.thread);
  const traceId = textOf(value, 'sessionId') ?? thread?.traceId;
  if (name === undefined || traceId === undefined) return;
  reading.facts.push({kind: 'trace', trace: {traceId, name}});
}

/** `rate_limit_event` of the stream: only a refusal is an event. */
export function readRateLimitLine(reading: Reading, thread: Thread, line: Line): void {
  const info = getField(line.value, 'rate_limit_info');
  if (!isObject(info) || textOf(info, 'status') !== 'rejected') return;
  writeEvent(reading, thread, line, {kind: 'limit', name: 'rate_limit', attributes: info});
}
