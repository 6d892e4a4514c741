import type {Confidence, Finding} from '../../model/finding.js';
import type {Clue, Hypothesis} from '../../model/hypothesis.js';
import type {Incident} from '../../model/incident.js';
import type {RunView} from '../../tree/run-view.js';
import {getRunIndex} from '../../detect/view/run-index.js';
import {causes} from './causes.js';
import type {Cause, Examination, Scene} from './hypothesis.js';

/** What an observed clue counts against a suspected one: a fact outweighs a conclusion. */
const OBSERVED_WEIGHT = 2;
const CONFIDENCES: readonly Confidence[] = ['low', 'medium', 'high'];

/**
 * Possible causes of one incident, the best supported first. Pure and deterministic. Looks at a
 * bounded number of steps and bodies, whatever the size of the run.
 */
export function buildHypotheses(
  view: RunView,
  findings: readonly Finding[],
  incident: Incident,
): readonly Hypothesis[] {
  const own = incident.findings.flatMap((index) => findings[index] ?? []);
  const worst = own[0];
  if (worst === undefined) return [];
  const scene: Scene = {
    index: getRunIndex(view),
    incident,
    findings: own,
    onset: worst.firstStep,
    lane: view.steps.lane[worst.firstStep] ?? 0,
  };
  const told: {readonly hypothesis: Hypothesis; readonly weight: number}[] = [];
  for (const cause of causes) {
    const examined = cause.examine(scene);
    if (examined === undefined || examined.evidenceFor.length === 0) continue;
    told.push({hypothesis: conclude(cause, examined), weight: weigh(examined)});
  }
  return told
    .sort((a, b) => b.weight - a.weight || (a.hypothesis.id < b.hypothesis.id ? -1 : 1))
    .map(({hypothesis}) => hypothesis);
}

function weigh({evidenceFor, evidenceAgainst}: Examination): number {
  return sumWeights(evidenceFor) - sumWeights(evidenceAgainst);
}

function sumWeights(clues: readonly Clue[]): number {
  let sum = 0;
  for (const {kind} of clues) {
    if (kind !== 'unknown') sum += kind === 'observed' ? OBSERVED_WEIGHT : 1;
  }
  return sum;
}

function conclude(cause: Cause, examined: Examination): Hypothesis {
  const {evidenceFor, evidenceAgainst, unknown} = examined;
  const facts = evidenceFor.filter(({kind}) => kind === 'observed').length;
  const [told, confidenceReason]: readonly [Confidence, string] =
    evidenceAgainst.length >= evidenceFor.length
      ? ['low', 'as much speaks against it as for it']
      : facts < 2
        ? ['low', 'little of it is in the log']
        : unknown.length > 0 || evidenceAgainst.length > 0
          ? ['medium', 'what speaks for it is in the log, but not all that would be needed']
          : ['high', 'all that speaks for it is in the log, and nothing against it'];
  const isCapped = CONFIDENCES.indexOf(told) > CONFIDENCES.indexOf(cause.atMost);
  return {
    id: cause.id,
    statement: examined.statement,
    confidence: isCapped ? cause.atMost : told,
    confidenceReason: isCapped
      ? `${confidenceReason}; a log alone cannot prove why, so no more than ${cause.atMost}`
      : confidenceReason,
    evidenceFor,
    evidenceAgainst,
    unknown,
    confirmBy: cause.confirmBy,
  };
}
