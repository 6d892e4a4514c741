import type {JsonObject, JsonValue, Status} from '../api.js';
import type {AttributeMap} from './attributes.js';

/**
 * A span as any container of the OpenTelemetry family gives it, before its dialect is known.
 * Optional fields may be undefined, so that hot paths can write them as plain expressions.
 */
export interface RawSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId?: string | undefined;
  readonly derivedId?: boolean | undefined;
  readonly name: string;
  /** `internal server client producer consumer`, lower case. */
  readonly spanKind?: string | undefined;
  readonly startUs?: number | undefined;
  readonly endUs?: number | undefined;
  readonly unfinished?: boolean | undefined;
  readonly status?: Status | undefined;
  readonly statusMessage?: string | undefined;
  /** Owned by the span: mapping takes entries out of it. */
  readonly attributes: AttributeMap;
  readonly events: readonly RawEvent[];
  readonly links: readonly RawLink[];
  readonly scope?: RawScope | undefined;
  /** Attributes of the resource, shared by its spans. */
  readonly resource?: ReadonlyMap<string, JsonValue> | undefined;
}

export interface RawEvent {
  readonly name: string;
  readonly timeUs?: number | undefined;
  readonly attributes: AttributeMap;
}

export interface RawLink {
  readonly traceId: string;
  readonly spanId?: string;
  readonly name?: string;
  readonly attributes?: JsonObject;
}

export interface RawScope {
  readonly name?: string;
  readonly version?: string;
}
