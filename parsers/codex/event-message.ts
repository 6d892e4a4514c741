import type {HarnessVerdict, JsonObject, SpanDraft} from '../api.js';
import {compact, getField} from '../api.js';
import {numberOf, objectOf, textOf} from '../common/fields.js';
import {readSpawn} from './collaboration.js';
import {readCompactionEvent} from './compaction.js';
import {closeReply, readTokenCount} from './reply.js';
import type {Reading} from './reading.js';
import {readMcpResult, toStatus} from './result.js';
import type {Line} from './rollout-line.js';
import {writeEvent} from './thread.js';
import {readCallEvent, toDurationMs} from './tool.js';

/** Events that say nothing the items do not, or nothing of the run. */
const NOISE = new Set([
  'agent_reasoning',
  'agent_reasoning_raw_content',
  'agent_reasoning_section_break',
  'background_event',
  'collab_agent_interaction_begin',
  'collab_agent_interaction_end',
  'collab_agent_spawn_begin',
  'collab_close_begin',
  'collab_close_end',
  'collab_resume_begin',
  'collab_resume_end',
  'collab_waiting_begin',
  'collab_waiting_end',
  'deprecation_notice',
  'exec_command_begin',
  'exec_command_output_delta',
  'guardian_assessment',
  'image_generation_begin',
  'image_generation_end',
  'item_completed',
  'item_started',
  'mcp_startup_complete',
  'mcp_startup_update',
  'mcp_tool_call_begin',
  'patch_apply_begin',
  'plan_update',
  'session_configured',
  'sub_agent_activity',
  'task_complete',
  'thread_goal_updated',
  'thread_name_updated',
  'thread_settings_applied',
  'turn_diff',
  'undo_completed',
  'undo_started',
  'web_search_begin',
  'web_search_end',
]);

export function readEventMessage(reading: Reading, line: Line): string | undefined {
  const {thread, payload, us, at} = line;
  const type = textOf(payload, 'type');
  if (type === undefined) return 'an event must have a type';
  switch (type) {
    case 'token_count':
      readTokenCount(reading, line, payload);
      return undefined;
    case 'user_message':
      readUserText(reading, line);
      return undefined;
    case 'agent_message':
      readAgentText(reading, line);
      return undefined;
    case 'task_started':
    case 'turn_started':
      closeReply(reading, line);
      thread.inputUs = us ?? thread.inputUs;
      return undefined;
    case 'turn_aborted':
      closeReply(reading, line);
      writeEvent(reading, line, {kind: 'log', name: type, text: textOf(payload, 'reason')});
      return undefined;
    case 'context_compacted':
      readCompactionEvent(reading, line);
      return undefined;
    case 'error':
    case 'stream_error':
    case 'warning':
      readError(reading, line, type);
      return undefined;
    case 'entered_review_mode':
    case 'exited_review_mode':
      writeEvent(reading, line, {
        kind: 'log',
        name: type,
        text: textOf(payload, 'user_facing_hint') ?? textOf(payload, 'prompt'),
      });
      return undefined;
    case 'collab_agent_spawn_end':
      readSpawn(reading, line);
      return undefined;
    case 'exec_command_end':
    case 'mcp_tool_call_end':
    case 'patch_apply_end':
    case 'dynamic_tool_call_response':
    case 'view_image_tool_call':
      readToolEvent(reading, line, type);
      return undefined;
    case 'dynamic_tool_call_request':
      return undefined;
    default:
      if (!NOISE.has(type)) reading.oddities.noteUnknown('events', type, at);
      return undefined;
  }
}

/** The words of a user, told again by an item: whichever comes first makes the turn. */
function readUserText(reading: Reading, line: Line): void {
  const {thread, payload, us, at} = line;
  const text = textOf(payload, 'message') ?? '';
  if (thread.lastUserText === text) {
    thread.lastUserText = undefined;
    return;
  }
  closeReply(reading, line);
  thread.inputUs = us ?? thread.inputUs;
  const synthetic = thread.isSubagent ? true : undefined;
  writeEvent(reading, line, {kind: 'user-turn', name: 'user', text, synthetic});
  thread.heldUserText = {text, at};
}

function readAgentText(reading: Reading, line: Line): void {
  const {thread, payload, us, at} = line;
  const text = textOf(payload, 'message') ?? '';
  if (thread.lastAgentText === text) {
    thread.lastAgentText = undefined;
    return;
  }
  if (thread.heldAgentText !== undefined) closeReply(reading, line);
  thread.heldAgentText = {text, us, at};
}

const LIMITS = /usage_limit|rate_limit|context_window|budget|quota/i;

function readError(reading: Reading, line: Line, type: string): void {
  const {thread, payload, at} = line;
  const error = objectOf(payload, 'error') ?? payload;
  const text = textOf(error, 'message') ?? textOf(payload, 'message');
  const info = getField(payload, 'codex_error_info');
  const code =
    textOf(error, 'kind') ?? (typeof info === 'string' ? info : Object.keys(asObject(info))[0]);
  if (type === 'warning') {
    writeEvent(reading, line, {kind: 'log', name: type, text});
    return;
  }
  closeReply(reading, line);
  const isLimit = code !== undefined && LIMITS.test(code);
  const kind = type === 'stream_error' ? 'retry' : isLimit ? 'limit' : 'exception';
  writeEvent(reading, line, {kind, name: code ?? type, text});
  if (!isLimit) return;
  const verdict = compact<HarnessVerdict>({
    traceId: thread.id,
    spanId: thread.id,
    kind: 'limit',
    said: text ?? code,
    saidBy: `codex ${code}`,
    timeUs: line.us,
  });
  reading.facts.push({kind: 'verdict', verdict, at});
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function readToolEvent(reading: Reading, line: Line, type: string): void {
  const {payload} = line;
  const callId = textOf(payload, 'call_id');
  if (callId === undefined) return;
  const durationMs = toDurationMs(getField(payload, 'duration'));
  const attributes = durationMs === undefined ? undefined : {durationMs};
  const told = toolEventOf(payload, type);
  const patch = compact<Partial<SpanDraft>>({...told.patch, attributes});
  readCallEvent(reading, line, {...told, callId, patch});
}

function toolEventOf(
  payload: JsonObject,
  type: string,
): {
  readonly name: string;
  readonly input?: SpanDraft['input'] | undefined;
  readonly patch: Partial<SpanDraft>;
} {
  switch (type) {
    case 'exec_command_end': {
      const code = numberOf(payload, 'exit_code');
      const command = getField(payload, 'command');
      const patch = compact<Partial<SpanDraft>>({
        ...(code === undefined ? {} : toStatus(code)),
        output: textOf(payload, 'aggregated_output'),
      });
      return {name: 'exec_command', input: command === undefined ? undefined : {command}, patch};
    }
    case 'mcp_tool_call_end': {
      const call = objectOf(payload, 'invocation') ?? {};
      const result = objectOf(payload, 'result');
      return {
        name: `${textOf(call, 'server') ?? 'mcp'}.${textOf(call, 'tool') ?? 'tool'}`,
        input: getField(call, 'arguments') ?? undefined,
        patch: result === undefined ? {} : readMcpResult(result),
      };
    }
    case 'patch_apply_end':
      return {
        name: 'apply_patch',
        input: getField(payload, 'changes') ?? undefined,
        patch: toSuccess(payload),
      };
    case 'dynamic_tool_call_response':
      return {
        name: textOf(payload, 'tool') ?? 'dynamic_tool',
        input: getField(payload, 'arguments') ?? undefined,
        patch: {...toSuccess(payload), ...withOutput(payload, 'content_items')},
      };
    default:
      return {name: 'view_image', input: {path: getField(payload, 'path') ?? null}, patch: {}};
  }
}

function toSuccess(payload: JsonObject): Partial<SpanDraft> {
  const success = getField(payload, 'success');
  return typeof success === 'boolean' ? {status: success ? 'ok' : 'error'} : {};
}

function withOutput(payload: JsonObject, key: string): Partial<SpanDraft> {
  const output = getField(payload, key);
  return output === undefined ? {} : {output};
}
