import {toRuleId} from '../../../model/ids.js';
import type {Detector} from '../../detector.js';
import {ALL_LANES, buildLoopFinding} from '../../finding/build-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {quoteName} from '../../finding/words.js';
import {getRunIndex} from '../../view/run-index.js';
import {findVerdictSteps} from '../../view/verdict-step.js';

/** Verdicts of one run that are told one by one. */
const MAX_VERDICTS = 20;

/** The harness stopped the run at a limit. See README.md. */
export const detector: Detector<Record<string, never>> = {
  id: toRuleId('limit/limit-reached'),
  version: 1,
  title: 'Limit reached',
  flags: 'A run that its harness stopped at a limit: steps, turns, time, tokens or context.',
  ignores: ['a limit that was raised or waited out, after which the run succeeded'],
  thresholds: {},
  *detect(view) {
    const index = getRunIndex(view);
    const limits = view.verdicts.filter(({kind}) => kind === 'limit').slice(0, MAX_VERDICTS);
    const steps = findVerdictSteps(view, limits);
    for (const [i, verdict] of limits.entries()) {
      const step = steps[i] ?? -1;
      if (step < 0) continue;
      const overcome = view.outcome.value === 'succeeded';
      yield buildLoopFinding(index, {
        rule: detector.id,
        lane: ALL_LANES,
        steps: [step],
        period: 1,
        laps: 1,
        provableLaps: 1,
        isRow: true,
        severity: overcome ? 'info' : 'warning',
        confidence: 'high',
        confidenceReason: 'the harness says so itself',
        title: `The run hit a limit: ${quoteName(verdict.said)} (said by ${quoteName(verdict.saidBy)})`,
        unchanged: 'The run was not finished when its limit came.',
        benign: overcome
          ? 'The run succeeded all the same.'
          : 'A limit can be too tight for honest work: look at what the last steps brought.',
        identity: toWordIdentity(['limit-reached', verdict.said.slice(0, 60)]),
        shows: {first: 'the limit was hit here', again: '', last: ''},
      });
    }
  },
};
