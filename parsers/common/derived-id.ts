import {formatLocator} from '../api.js';
import type {Locator} from '../api.js';

/** An id for a record that has none: its place in the source. The span is marked `derivedId`. */
export function derivedSpanId(at: Locator): string {
  if (at.kind === 'bytes') return `at:${String(at.offset)}${at.pointer ?? ''}`;
  return `at:${formatLocator(at)}`;
}
