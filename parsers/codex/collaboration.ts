import type {SpanDraft} from '../api.js';
import {compact} from '../api.js';
import {textOf} from '../common/fields.js';
import {isPlaceholder} from '../common/placeholder.js';
import type {Reading} from './reading.js';
import type {Line} from './rollout-line.js';

/**
 * A sub-agent writes a rollout of its own. Its agent span is sent from here too, so that it stands
 * below the call that spawned it even when that rollout was not given.
 */
export function readSpawn(reading: Reading, line: Line): void {
  const {thread, payload, at} = line;
  const child = textOf(payload, 'new_thread_id');
  if (child === undefined || isPlaceholder(child)) return;
  const callId = textOf(payload, 'call_id');
  const call =
    callId === undefined ? undefined : (reading.open.get(callId) ?? reading.closed.get(callId));
  const name = textOf(payload, 'new_agent_role') ?? textOf(payload, 'new_agent_nickname');
  const span = compact<SpanDraft>({
    traceId: child,
    spanId: child,
    kind: 'agent',
    name: name ?? 'subagent',
    agentName: name ?? 'subagent',
    agentId: child,
    model: textOf(payload, 'model'),
    input: textOf(payload, 'prompt'),
  });
  reading.facts.push({kind: 'trace', trace: {traceId: child, timeBasis: 'utc'}});
  reading.facts.push({kind: 'span', span, at});
  reading.facts.push({
    kind: 'link',
    link: {
      traceId: child,
      spanId: child,
      linkedTraceId: thread.id,
      linkedSpanId: call?.spanId ?? thread.id,
      name: 'spawned-by',
    },
    at,
  });
}
