import type {JsonObject, JsonValue} from '../../api.js';
import {getField, isArray, isObject} from '../../api.js';
import {textOf} from '../fields.js';
import {isoToUs} from '../time.js';

/** An event with its id and the event that holds it (tools and subtasks of old logs nest). */
export interface FlatEvent {
  readonly raw: JsonObject;
  readonly id: string;
  readonly derived: boolean;
  readonly holder: string | undefined;
  /** RFC 6901 pointer below the sample. */
  readonly pointer: string;
}

export interface FlatEvents {
  readonly events: readonly FlatEvent[];
  /** Pointers of elements that are no events. */
  readonly bad: readonly string[];
}

/** Events in file order, the nested ones behind the event that holds them. */
export function flattenEvents(list: readonly JsonValue[], pointer: string): FlatEvents {
  const events: FlatEvent[] = [];
  const bad: string[] = [];
  interface Level {
    readonly list: readonly JsonValue[];
    readonly holder: string | undefined;
    readonly pointer: string;
    next: number;
  }
  const open: Level[] = [{list, holder: undefined, pointer, next: 0}];
  for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
    const index = level.next;
    if (index >= level.list.length) {
      open.pop();
      continue;
    }
    level.next++;
    const raw = level.list[index] ?? null;
    const at = `${level.pointer}/${String(index)}`;
    if (!isObject(raw) || textOf(raw, 'event') === undefined) {
      bad.push(at);
      continue;
    }
    const given = textOf(raw, 'uuid');
    const id = given ?? `event-${String(events.length + 1)}`;
    events.push({raw, id, derived: given === undefined, holder: level.holder, pointer: at});
    const inner = getField(raw, 'events');
    if (isArray(inner) && inner.length > 0) {
      open.push({list: inner, holder: id, pointer: `${at}/events`, next: 0});
    }
  }
  return {events, bad};
}

interface ToolEvent {
  readonly id: string;
  readonly startUs: number | undefined;
  readonly endUs: number | undefined;
}

/**
 * Spans of type `tool` hold what a tool did while a tool event says what was asked and answered; the
 * two name each other by parent, name and time only. The event stands for both.
 */
export function pairToolSpans(events: readonly FlatEvent[]): ReadonlyMap<string, string> {
  const waiting = new Map<string, ToolEvent[]>();
  for (const {raw, id} of events) {
    if (textOf(raw, 'event') !== 'tool') continue;
    const key = `${textOf(raw, 'span_id') ?? ''}\n${textOf(raw, 'function') ?? ''}`;
    const tool = {
      id,
      startUs: isoToUs(getField(raw, 'timestamp'))?.us,
      endUs: isoToUs(getField(raw, 'completed'))?.us,
    };
    const known = waiting.get(key);
    if (known === undefined) waiting.set(key, [tool]);
    else known.push(tool);
  }
  const aliases = new Map<string, string>();
  for (const {raw} of events) {
    if (textOf(raw, 'event') !== 'span_begin' || textOf(raw, 'type') !== 'tool') continue;
    const spanId = textOf(raw, 'id');
    const key = `${textOf(raw, 'parent_id') ?? ''}\n${textOf(raw, 'name') ?? ''}`;
    const tools = waiting.get(key);
    const beginUs = isoToUs(getField(raw, 'timestamp'))?.us;
    const index = tools?.findIndex((tool) => holds(tool, beginUs)) ?? -1;
    const tool = index === -1 ? undefined : tools?.splice(index, 1)[0];
    if (spanId !== undefined && tool !== undefined) aliases.set(spanId, tool.id);
  }
  return aliases;
}

function holds({startUs, endUs}: ToolEvent, us: number | undefined): boolean {
  if (us === undefined) return true;
  return (startUs === undefined || startUs <= us) && (endUs === undefined || us <= endUs);
}
