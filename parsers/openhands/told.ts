import type {JsonObject, Locator} from '../api.js';
import {numberOf} from '../common/fields.js';
import type {Run} from '../common/openhands/run.js';

export interface Told {
  readonly event: JsonObject;
  readonly us: number | undefined;
  readonly at: Locator;
}

/** Key of an event in its run; old histories have no ids. */
export function keyOf(run: Run, event: JsonObject): string {
  const id = numberOf(event, 'id');
  return id === undefined ? `n${String(run.calls)}` : String(id);
}
