import type {SpanEventDraft, StateEventKind} from '../api.js';
import {compact} from '../api.js';
import {isEmpty} from '../common/fields.js';
import {isInternalAgent, toAgentSpanId} from './ids.js';
import type {Line} from './line.js';
import type {Reading, Thread} from './reading.js';

interface EventFields {
  readonly kind: StateEventKind;
  readonly name: string;
  readonly text?: string | undefined;
  readonly synthetic?: boolean | undefined;
  readonly tokensBefore?: number | undefined;
  readonly tokensAfter?: number | undefined;
  readonly attributes?: SpanEventDraft['attributes'];
}

/**
 * Sends an event of the thread's agent. Copies, internal calls and forked history have none: what
 * they repeat is told where it happened.
 */
export function writeEvent(
  reading: Reading,
  thread: Thread,
  line: Line,
  fields: EventFields,
): void {
  if (thread.copy || isInternalAgent(thread.agentId) || line.forkedFrom !== undefined) return;
  const event = compact<SpanEventDraft>({
    traceId: thread.traceId,
    spanId: toAgentSpanId(thread.traceId, thread.agentId),
    timeUs: line.us,
    agentId: thread.agentId === '' ? undefined : thread.agentId,
    agentName: thread.agentName,
    ...fields,
    attributes: isEmpty(fields.attributes ?? {}) ? undefined : fields.attributes,
  });
  reading.facts.push({kind: 'event', event, at: line.at});
}
