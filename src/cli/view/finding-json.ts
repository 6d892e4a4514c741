import type {StoredFinding} from '../../replay/reader.js';

/** A finding as `--json` prints it: steps counted from 1, as everywhere a person reads them. */
export function toFindingJson(finding: StoredFinding): object {
  const {runId, members, memberCount, evidence, firstStep, lastStep, provableStep, ...rest} =
    finding;
  return {
    ...rest,
    run: runId,
    firstStep: firstStep + 1,
    lastStep: lastStep + 1,
    provableStep: provableStep + 1,
    lastNewStep: finding.lastNewStep === undefined ? undefined : finding.lastNewStep + 1,
    members: members.map((step) => step + 1),
    memberCount,
    evidence: evidence.map(({step, shows}) => ({step: step + 1, shows})),
  };
}
