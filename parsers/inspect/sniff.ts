import type {JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';

/** Event types that only Inspect's transcripts have; one of them must be there. */
const OWN_EVENTS = new Set(['span_begin', 'sample_init', 'step', 'model']);

/** A log starts with `version`, `status`, `eval`; a bare list of events is told from its first event. */
export function sniff(head: SniffHead): SniffVerdict {
  const [first] = head.values;
  if (!isObject(first)) return {match: 'no', reason: 'no object with eval or events'};
  const spec = objectOf(first, 'eval');
  if (spec !== undefined) {
    const named = textOf(spec, 'task') !== undefined && textOf(spec, 'run_id') !== undefined;
    return named && head.keys.includes('status')
      ? {match: 'yes', reason: 'has status and eval.{task, run_id}'}
      : {match: 'no', reason: 'eval without task and run_id'};
  }
  const events = getField(first, 'events');
  if (isArray(events) && isInspectEvent(events[0])) {
    return {match: 'yes', reason: 'has events[].{event, timestamp} of an Inspect transcript'};
  }
  return {match: 'no', reason: 'no eval.{task, run_id} and no Inspect events'};
}

function isInspectEvent(value: JsonValue | undefined): boolean {
  if (!isObject(value)) return false;
  const type = textOf(value, 'event');
  if (type === undefined || !OWN_EVENTS.has(type)) return false;
  return textOf(value, 'timestamp') !== undefined;
}
