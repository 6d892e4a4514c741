import {getField, isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue, Locator} from '../api.js';
import {readAttributes} from '../common/attributes.js';
import {derivedSpanId} from '../common/derived-id.js';
import {padHexId} from '../common/ids.js';
import type {RawEvent, RawSpan} from '../common/raw-span.js';
import {microsToUs} from '../common/time.js';
import {serviceOf} from './halves.js';
import type {Halves} from './halves.js';

/** The server half of a shared id. */
const SERVER_HALF = ':server';

const READ = new Set([
  'traceId',
  'id',
  'parentId',
  'name',
  'kind',
  'timestamp',
  'duration',
  'tags',
  'annotations',
]);

/** Undefined when the record names no trace. */
export function readSpan(raw: JsonObject, halves: Halves, at: Locator): RawSpan | undefined {
  const traceId = padHexId(raw.traceId);
  if (traceId === undefined) return undefined;
  const id = padHexId(raw.id);
  const isHalf = halves.isServerHalf(raw);
  const parent = padHexId(raw.parentId);
  const below =
    parent !== undefined && halves.isBelowServerHalf(raw) ? `${parent}${SERVER_HALF}` : parent;
  const startUs = microsToUs(raw.timestamp);
  const length = typeof raw.duration === 'number' && raw.duration >= 0 ? raw.duration : undefined;
  const attributes = readAttributes(raw.tags);
  const error = attributes.get('error');
  const service = serviceOf(raw);
  if (service !== undefined) attributes.set('service.name', service);
  keepUnknown(raw, attributes);
  const {kind, name} = raw;
  return {
    traceId,
    spanId: id === undefined ? derivedSpanId(at) : isHalf ? `${id}${SERVER_HALF}` : id,
    // A server half is below the client half of its id.
    parentId: isHalf ? id : below,
    derivedId: id === undefined ? true : undefined,
    name: typeof name === 'string' ? name : '',
    spanKind: typeof kind === 'string' ? kind.toLowerCase() : undefined,
    startUs,
    endUs: startUs === undefined || length === undefined ? undefined : startUs + Math.round(length),
    unfinished: startUs !== undefined && length === undefined ? true : undefined,
    // The tag says so, whatever its value: it is often empty.
    status: error === undefined || error === 'false' || error === false ? 'unset' : 'error',
    statusMessage: typeof error === 'string' && !/^(?:true|)$/.test(error) ? error : undefined,
    attributes,
    events: readAnnotations(raw.annotations),
    links: [],
    scope: {},
  };
}

function readAnnotations(raw: JsonValue | undefined): readonly RawEvent[] {
  if (!isArray(raw)) return [];
  const out: RawEvent[] = [];
  for (const annotation of raw) {
    if (!isObject(annotation)) continue;
    const {value} = annotation;
    out.push({
      name: typeof value === 'string' ? value : '',
      timeUs: microsToUs(annotation.timestamp),
      attributes: new Map(),
    });
  }
  return out;
}

/** Endpoints, `shared`, `debug`. */
function keepUnknown(raw: JsonObject, attributes: Map<string, JsonValue>): void {
  for (const key of Object.keys(raw)) {
    if (READ.has(key)) continue;
    const value = getField(raw, key);
    if (value === undefined || value === null || value === false) continue;
    const name = `zipkin.${key}`;
    if (!attributes.has(name)) attributes.set(name, value);
  }
}
