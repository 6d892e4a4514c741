import {getField, isObject} from '../api.js';
import type {Fact, JsonValue, Locator} from '../api.js';
import type {RawSpan} from '../common/raw-span.js';
import {unfold} from '../common/unfold.js';

/** Tool calls whose other half has not come yet; more are left unjoined. */
const MAX_WAITING = 2000;
const SCOPE = 'openinference.instrumentation.beeai';
const CALL = /^(?:backend|tool)\..*\.start$/;
const EVENT =
  /^(?:agent|backend|tool)\..*\.(start|success|finish|error|retry|update|partial_update)$/;

interface Waiting {
  readonly traceId: string;
  startId?: string;
  result?: {readonly output: JsonValue; readonly at: Locator};
}

/**
 * BeeAI's instrumentation writes one span per *event* of its emitter and marks each AGENT, TOOL or
 * LLM. Only `….start` of a model or tool is a call; the result stands in the span of the later
 * event `….success` with the same number:
 *
 *     tool.search.wikipedia.start-12   {tool.parameters}   -> the call
 *     tool.search.wikipedia.success-12 {output.value}      -> its result
 */
export class BeeaiEvents {
  readonly #waiting = new Map<string, Waiting>();

  /** Takes the kind away from spans that are events only, and joins results with their calls. */
  read(span: RawSpan, output: JsonValue | undefined, at: Locator, out: Fact[]): void {
    // By name: long replies push the attribute `target` over the SDK's limit of 128 attributes.
    if (span.scope?.name !== SCOPE) return;
    const target = span.name.replace(/-\d+$/, '');
    const event = EVENT.exec(target)?.[1];
    if (event === undefined) return;
    const isCall = CALL.test(target);
    if (isCall) {
      // The span's name ends in a number that differs at every call.
      const tool = target.startsWith('tool.') ? target.slice('tool.'.length, -'.start'.length) : '';
      if (tool !== '' && !span.attributes.has('tool.name')) span.attributes.set('tool.name', tool);
    } else {
      const kind = span.attributes.get('openinference.span.kind');
      if (kind !== undefined) span.attributes.set('beeai.event_of', kind);
      // A model name on it would make it a model call again.
      span.attributes.set('openinference.span.kind', 'UNKNOWN');
    }
    if (!target.startsWith('tool.') || (event !== 'start' && event !== 'success')) return;
    const key = `${span.traceId}\n${target.slice(0, -event.length)}\n${span.name.slice(target.length)}`;
    const known = this.#waiting.get(key);
    const waiting: Waiting = known ?? {traceId: span.traceId};
    if (isCall) waiting.startId = span.spanId;
    else if (output !== undefined && output !== null) waiting.result = {output, at};
    if (known === undefined && this.#waiting.size < MAX_WAITING) this.#waiting.set(key, waiting);
    const {startId, result, traceId} = waiting;
    if (startId === undefined || result === undefined) return;
    this.#waiting.delete(key);
    const value = unfold(result.output);
    const patch = {output: isObject(value) ? (getField(value, 'output') ?? value) : value};
    out.push({kind: 'span-patch', traceId, spanId: startId, patch, at: result.at});
  }
}
