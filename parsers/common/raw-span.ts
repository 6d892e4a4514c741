import type {JsonObject, JsonValue, Status} from '../api.js';
import type {AttributeMap} from './attributes.js';

/** A span as any container of the OpenTelemetry family gives it, before its dialect is known. */
export interface RawSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId?: string;
  readonly derivedId?: boolean;
  readonly name: string;
  /** `internal server client producer consumer`, lower case. */
  readonly spanKind?: string;
  readonly startUs?: number;
  readonly endUs?: number;
  readonly unfinished?: boolean;
  readonly status?: Status;
  readonly statusMessage?: string;
  /** Owned by the span: mapping takes entries out of it. */
  readonly attributes: AttributeMap;
  readonly events: readonly RawEvent[];
  readonly links: readonly RawLink[];
  readonly scope?: RawScope;
  /** Attributes of the resource, shared by its spans. */
  readonly resource?: ReadonlyMap<string, JsonValue>;
}

export interface RawEvent {
  readonly name: string;
  readonly timeUs?: number;
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
