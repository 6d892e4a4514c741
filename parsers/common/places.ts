import type {Locator} from '../api.js';

/** The place of a part of a record: the record's place and an RFC 6901 pointer below it. */
export function within(at: Locator, pointer: string): Locator {
  if (pointer === '' || at.kind === 'row') return at;
  return {...at, pointer: (at.pointer ?? '') + pointer};
}
