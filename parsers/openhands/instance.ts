import type {JsonObject, Locator} from '../api.js';
import {getField} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';
import type {Reading, Run} from '../common/openhands/run.js';
import {writeEnd, writeVerdict} from '../common/openhands/said.js';

/** How an evaluation says that its instance ended: `error`, and whether the patch resolved it. */
export function readInstanceEnd(reading: Reading, run: Run, value: JsonObject, at: Locator): void {
  const text = textOf(value, 'error');
  if (text !== undefined) writeEnd(reading, run, {text, saidBy: 'OpenHands error', at});
  const result = objectOf(value, 'test_result') ?? {};
  const report = objectOf(result, 'report') ?? objectOf(value, 'report') ?? result;
  const resolved = getField(report, 'resolved');
  if (typeof resolved !== 'boolean') return;
  const saidBy = 'OpenHands test_result';
  writeVerdict(reading, run, {
    kind: 'reward',
    said: resolved ? 'resolved' : 'not resolved',
    saidBy,
    value: resolved ? 1 : 0,
    at,
  });
  run.outcome = {value: resolved ? 'succeeded' : 'failed', saidBy};
}
