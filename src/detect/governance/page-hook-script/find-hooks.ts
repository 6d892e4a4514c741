import type {RunView} from '../../../tree/run-view.js';
import type {CallReader} from '../../view/answers.js';
import {findInjection, mayHoldHook} from './injection.js';

/** Bodies known to name no hook are remembered up to here: a loop sends the same arguments again and again. */
const MAX_MEMO = 50_000;

/**
 * Hooks into which the calls of a run write script, by the body of their arguments. Bodies are looked at in the
 * order of the run, in which they are stored: lane by lane they would be fetched one by one from everywhere.
 */
export function findHooks(view: RunView, reader: CallReader): ReadonlyMap<number, string> {
  const hooks = new Map<number, string>();
  const without = new Set<number>();
  for (const [step, body] of view.steps.argsBody.entries()) {
    if (body < 0 || without.has(body) || hooks.has(body)) continue;
    const text = view.bodies.text(body);
    const hook =
      text !== undefined && mayHoldHook(text) ? findInjection(reader.args(step)) : undefined;
    if (hook !== undefined) hooks.set(body, hook);
    else if (without.size < MAX_MEMO) without.add(body);
  }
  return hooks;
}
