import type {JsonObject, JsonValue, Locator, RecordSource} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {isTrue, objectOf, textOf} from '../common/fields.js';
import type {PartSurvey, ReplySurvey, Survey} from './reading.js';

/** Steps and entries of a trajectory, of the file itself and of each attempt. */
export const PATTERNS = [
  'trajectory[]',
  'history[]',
  'attempts[].trajectory[]',
  'attempts[].history[]',
] as const;

/** Which part an element belongs to: 0 the file itself, N its Nth attempt. */
export function partOf(pattern: number, at: Locator): number {
  if (pattern < 2) return 0;
  const pointer = at.kind === 'row' ? '' : (at.pointer ?? '');
  return Number(/\/attempts\/(\d+)\//.exec(pointer)?.[1] ?? 0) + 1;
}

/**
 * The history stands behind the trajectory and tells what the task was and which tools the steps
 * called: a first pass keeps a few words of each reply.
 */
export async function takeSurvey(source: RecordSource, signal: AbortSignal): Promise<Survey> {
  const survey: Survey = {
    attempts: new Map(),
    top: {steps: 0, replies: [], firstAt: {kind: 'bytes', offset: 0, length: 0}},
  };
  const parts = new Map<number, PartSurvey>([[0, survey.top]]);
  for await (const batch of source.records({elements: PATTERNS})) {
    signal.throwIfAborted();
    for (const event of batch) {
      if (event.kind !== 'element') continue;
      const index = partOf(event.pattern, event.at);
      let part = parts.get(index);
      if (part === undefined) {
        part = {steps: 0, replies: [], firstAt: event.at};
        parts.set(index, part);
        survey.attempts.set(index, part);
      }
      if (event.pattern % 2 === 0) part.steps++;
      else surveyEntry(part, event.value, event.at);
    }
  }
  return survey;
}

function surveyEntry(part: PartSurvey, value: JsonValue, at: Locator): void {
  if (!isObject(value) || isTrue(value, 'is_demo')) return;
  const role = textOf(value, 'role');
  if (role === 'assistant') part.replies.push(toReply(value));
  else if (role === 'user' && part.task === undefined && part.replies.length === 0) {
    part.task = {text: toText(getField(value, 'content')), at};
  }
}

function toReply(value: JsonObject): ReplySurvey {
  const action = textOf(value, 'action');
  const calls = getField(value, 'tool_calls');
  const call = isArray(calls) ? calls.find(isObject) : undefined;
  if (call === undefined) return {action};
  const toolName = textOf(objectOf(call, 'function') ?? call, 'name');
  const toolCallId = textOf(call, 'id');
  return {
    action,
    ...(toolName === undefined ? {} : {toolName}),
    ...(toolCallId === undefined ? {} : {toolCallId}),
  };
}

/** Content is text, or a list of text blocks. */
export function toText(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content;
  if (!isArray(content)) return '';
  return content.map((block) => (isObject(block) ? (textOf(block, 'text') ?? '') : '')).join('');
}
