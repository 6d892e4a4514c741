import type {JsonObject, Locator} from '../api.js';
import {pickFields, textOf} from '../common/fields.js';
import type {AgentSession} from '../common/agent-session.js';

/** Events of the harness that no other line tells; what a reply and a call cost stands with them already. */
const LIMITS: ReadonlyMap<string, 'limit' | 'stuck'> = new Map([
  ['qwen-code.loop_detected', 'stuck'],
  ['qwen-code.max_session_turns', 'limit'],
  ['qwen-code.session_token_limit_exceeded', 'limit'],
]);

export function readTelemetry(
  session: AgentSession,
  event: JsonObject,
  {at, timeUs}: {readonly at: Locator; readonly timeUs: number | undefined},
): void {
  const name = textOf(event, 'event.name') ?? '';
  const verdict = LIMITS.get(name);
  if (verdict !== undefined) {
    session.verdict({kind: verdict, said: name, saidBy: 'Qwen Code telemetry', timeUs}, at);
    return;
  }
  if (name.endsWith('.api_error')) {
    const text = textOf(event, 'error') ?? textOf(event, 'error_message') ?? name;
    const attributes = pickFields(event, ['status_code', 'error_type', 'model', 'duration_ms']);
    session.event({kind: 'exception', name: 'api_error', text, timeUs, attributes}, at);
  } else if (name.endsWith('.content_retry') || name.endsWith('.api_retry')) {
    const attributes = pickFields(event, ['attempt_number', 'error_type', 'retry_delay_ms']);
    session.event({kind: 'retry', name: 'content_retry', timeUs, attributes}, at);
  }
}
