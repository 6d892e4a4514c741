import {isObject} from '../api.js';
import type {JsonObject} from '../api.js';
import {padHexId} from '../common/ids.js';

/** Ids remembered; above it the halves of later ids are told by `shared` alone. */
const MAX_IDS = 1_000_000;

const CLIENT = 1;
const SERVER = 2;

/**
 * Which ids two halves share: the client and the server of one call may report under one id. Filled
 * by a first pass, since the server half may stand before the client's.
 */
export class Halves {
  readonly #seen = new Map<string, number>();
  /** Service of the server half, by id. */
  readonly #servers = new Map<string, string>();

  note(span: JsonObject): void {
    const key = keyOf(span, span.id);
    if (key === undefined) return;
    if (this.#seen.size < MAX_IDS || this.#seen.has(key)) {
      this.#seen.set(key, (this.#seen.get(key) ?? 0) | (isServer(span) ? SERVER : CLIENT));
    }
    const service = serviceOf(span);
    if (isServer(span) && service !== undefined && this.#servers.size < MAX_IDS) {
      this.#servers.set(key, service);
    }
  }

  /** The record is the server half of an id that a client half has too. */
  isServerHalf(span: JsonObject): boolean {
    const key = keyOf(span, span.id);
    return key !== undefined && isServer(span) && this.#isShared(key);
  }

  /** The parent of the record is the server half of a shared id: it was reported by the same service. */
  isBelowServerHalf(span: JsonObject): boolean {
    const key = keyOf(span, span.parentId);
    if (key === undefined || !this.#isShared(key)) return false;
    const service = serviceOf(span);
    return service !== undefined && this.#servers.get(key) === service;
  }

  #isShared(key: string): boolean {
    return this.#seen.get(key) === (CLIENT | SERVER);
  }
}

function isServer(span: JsonObject): boolean {
  return span.shared === true || span.kind === 'SERVER';
}

export function serviceOf(span: JsonObject): string | undefined {
  const endpoint = span.localEndpoint;
  const name = isObject(endpoint) ? endpoint.serviceName : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

function keyOf(span: JsonObject, id: JsonObject[string]): string | undefined {
  const traceId = padHexId(span.traceId);
  const spanId = padHexId(id);
  return traceId === undefined || spanId === undefined ? undefined : `${traceId}/${spanId}`;
}
