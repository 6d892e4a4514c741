import type {RunRole} from '../../guard/archive/try-guard.js';
import type {RunSummary} from '../../replay/reader.js';

/** Incident: something of weight was found and the run did not succeed. Healthy: nothing was, and it did not fail. */
export function toRunRole({findings, outcome}: RunSummary): RunRole {
  const found = findings.warning + findings.critical > 0;
  if (found) return outcome.value === 'succeeded' ? 'unclear' : 'incident';
  return outcome.value === 'failed' ? 'unclear' : 'healthy';
}
