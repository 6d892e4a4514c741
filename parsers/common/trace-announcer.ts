import type {Fact, JsonValue} from '../api.js';
import {toJsonObject} from './attributes.js';

/** Announcements remembered, so that each is sent once; when full, some are sent again, which adds nothing. */
const MAX_REMEMBERED = 50_000;

/** Sends what concerns a whole trace (its session, the services in it) once, not with every span. */
export class TraceAnnouncer {
  readonly #sent = new Set<string>();
  #lastResource: ReadonlyMap<string, JsonValue> | undefined;
  #lastTraceId: string | undefined;

  session(traceId: string, sessionId: string, out: Fact[]): void {
    if (!this.#isNew(`s${traceId}\n${sessionId}`)) return;
    out.push({kind: 'trace', trace: {traceId, sessionId, timeBasis: 'utc'}});
  }

  /** Attributes of the resource that a span of the trace came from. */
  resource(traceId: string, resource: ReadonlyMap<string, JsonValue>, out: Fact[]): void {
    // Spans come in blocks of one resource, and mostly of one trace.
    if (resource === this.#lastResource && traceId === this.#lastTraceId) return;
    this.#lastResource = resource;
    this.#lastTraceId = traceId;
    if (resource.size === 0) return;
    const service = resource.get('service.name');
    const name = typeof service === 'string' ? `resource.${service}` : 'resource';
    this.attributes(traceId, name, resource, out);
  }

  /** Attributes under a name that is unique in the trace: those of a service or a process. */
  attributes(
    traceId: string,
    name: string,
    value: ReadonlyMap<string, JsonValue>,
    out: Fact[],
  ): void {
    if (!this.#isNew(`a${traceId}\n${name}`)) return;
    out.push({
      kind: 'trace',
      trace: {traceId, timeBasis: 'utc', attributes: {[name]: toJsonObject(value)}},
    });
  }

  #isNew(key: string): boolean {
    if (this.#sent.has(key)) return false;
    if (this.#sent.size >= MAX_REMEMBERED) this.#sent.clear();
    this.#sent.add(key);
    return true;
  }
}
