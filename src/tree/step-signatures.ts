import type {OrderedSteps} from './order-steps.js';
import {PairIndex} from './pair-index.js';
import type {StepFacts} from './step-facts.js';
import {readOutcome, toOutcomeCode} from './step-outcome.js';

export interface StepSignatures {
  readonly l0: Int32Array;
  readonly l1: Int32Array;
  readonly l2: Int32Array;
  readonly l3: Int32Array;
  readonly l4: Int32Array;
  readonly outcomeSig: Int32Array;
  readonly textSig: Int32Array;
}

/**
 * Signatures of the steps on all levels (reference/detection.md 3.2), interned per run. Each level
 * is a pair of the level it refines and what it adds; where that was not recorded the step has none
 * on this level: unknown is never equal to anything. O(steps).
 *
 * @param name string number of each step's name.
 */
export function buildStepSignatures(
  facts: StepFacts,
  ordered: OrderedSteps,
  name: Int32Array,
): StepSignatures {
  const {count} = ordered;
  const levels = {names: new PairIndex(), intents: new PairIndex(), targets: new PairIndex()};
  const calls = new PairIndex();
  const results = new PairIndex();
  const outcomes = new PairIndex();
  const texts = new PairIndex();
  const column = (): Int32Array => new Int32Array(count).fill(-1);
  const sigs = {
    l0: column(),
    l1: column(),
    l2: column(),
    l3: column(),
    l4: column(),
    outcomeSig: column(),
    textSig: column(),
  };
  const refine = (pairs: PairIndex, base: number, added: number): number =>
    base < 0 || added < 0 ? -1 : pairs.intern(base, added);
  for (let step = 0; step < count; step++) {
    const row = ordered.spanRow[step] ?? -1;
    const l0 = levels.names.intern(ordered.kind[step] ?? 0, name[step] ?? -1);
    sigs.l0[step] = l0;
    if (row < 0) {
      const text = facts.eventTextSig[ordered.eventIndex[step] ?? -1] ?? -1;
      sigs.textSig[step] = refine(texts, 0, text);
      continue;
    }
    sigs.l1[step] = refine(levels.intents, l0, num(facts.argsIntentSig, row));
    sigs.l2[step] = refine(levels.targets, l0, num(facts.argsTargetSig, row));
    const l3 = refine(calls, l0, num(facts.argsSig, row));
    sigs.l3[step] = l3;
    const outcome = internOutcome(facts, row, outcomes);
    sigs.outcomeSig[step] = outcome;
    sigs.l4[step] = refine(results, l3, outcome);
    sigs.textSig[step] = refine(texts, 0, num(facts.replyTextSig, row));
  }
  return sigs;
}

/** Class, error type and masked content; of an error the type alone is an outcome, too. */
function internOutcome(facts: StepFacts, row: number, outcomes: PairIndex): number {
  const outcome = readOutcome(facts, row);
  const content = num(facts.outcomeSig, row);
  const errorType = outcome === 'error' ? num(facts.spans.errorType, row) : -1;
  if (outcome === 'unresolved' || (content < 0 && errorType < 0)) return -1;
  // -2 keeps the pair of class and type apart from the pairs of numbers >= 0 that refine it.
  const kind = outcomes.intern(-2 - toOutcomeCode(outcome), errorType);
  return outcomes.intern(kind, content);
}

function num(values: Int32Array, index: number): number {
  return values[index] ?? -1;
}
