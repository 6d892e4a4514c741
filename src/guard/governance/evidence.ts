import {MAX_EVIDENCE, type EvidenceSteps} from './governance.js';

/** Gathers steps as evidence: the first ones are kept, all are counted. */
export function toEvidence(steps: Iterable<number>): EvidenceSteps {
  const kept: number[] = [];
  let count = 0;
  for (const step of steps) {
    if (count++ < MAX_EVIDENCE) kept.push(step);
  }
  return {steps: kept, count};
}

export const NO_EVIDENCE: EvidenceSteps = {steps: [], count: 0};
