import type {SniffHead, SniffVerdict} from '../api.js';

export const STATE = /(?:^|\/)base_state\.json$/;
export const EVENT = /(?:^|\/)events\/event-\d+-[^/]+\.json$/;
/** Files that the SDK keeps beside its events. */
const BESIDE = /(?:^|\/)(?:\.eventlog\.lock|observations\/.*|meta\.json)$/;

export function sniff(head: SniffHead): SniffVerdict {
  const entries = head.entries ?? [];
  if (!entries.some((path) => STATE.test(path))) {
    return {match: 'no', reason: 'no base_state.json'};
  }
  if (!entries.some((path) => EVENT.test(path))) {
    return {match: 'no', reason: 'base_state.json without events/event-*.json'};
  }
  const other = entries.find(
    (path) => !STATE.test(path) && !EVENT.test(path) && !BESIDE.test(path),
  );
  if (other !== undefined) {
    return {match: 'no', reason: `holds conversations and other files (${other.slice(0, 80)})`};
  }
  return {match: 'yes', reason: 'has base_state.json and events/event-*.json'};
}
