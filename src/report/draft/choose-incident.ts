import type {ExplainedIncident} from '../../replay/overview.js';
import type {StoredFinding} from '../../replay/reader.js';
import {compareFindings} from '../verdict/rank-runs.js';
import type {DraftInput} from './draft-input.js';

export interface ChosenIncident {
  readonly incident: ExplainedIncident;
  readonly worst: StoredFinding;
}

/** The incident of the finding that the verdict names first; what is only worth a note is none. */
export function chooseIncident({
  incidents,
  findings,
}: Pick<DraftInput, 'incidents' | 'findings'>): ChosenIncident | undefined {
  const [worst] = [...findings].sort(compareFindings);
  if (worst === undefined || worst.severity === 'info') return undefined;
  const index = findings.indexOf(worst);
  const incident = incidents.find(({findings: own}) => own.includes(index));
  return incident === undefined ? undefined : {incident, worst};
}
