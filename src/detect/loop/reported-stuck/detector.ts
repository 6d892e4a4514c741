import {toRuleId} from '../../../model/ids.js';
import type {Detector} from '../../detector.js';
import {ALL_LANES, buildLoopFinding} from '../../finding/build-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {quoteName, times} from '../../finding/words.js';
import {getRunIndex} from '../../view/run-index.js';
import {findVerdictSteps} from '../../view/verdict-step.js';

const thresholds = {
  warnVerdicts: {
    default: 1,
    unit: 'verdicts',
    reason: 'a harness that says "stuck" has its own thresholds behind it',
  },
} as const;

/** Verdicts of one run that become members. */
const MAX_VERDICTS = 500;

/** The harness itself says that the run is stuck. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('loop/reported-stuck'),
  version: 1,
  title: 'Reported stuck',
  flags: 'A run of which its own harness or orchestrator said that it is stuck or in a loop.',
  ignores: ['verdicts about progress that say "not in a loop"'],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    const said = view.verdicts.filter(({kind}) => kind === 'stuck').slice(0, MAX_VERDICTS);
    const first = said[0];
    if (first === undefined || said.length < limits.warnVerdicts) return;
    const steps = [...new Set(findVerdictSteps(view, said))]
      .filter((step) => step >= 0)
      .sort((a, b) => a - b);
    if (steps.length === 0) return;
    yield buildLoopFinding(index, {
      rule: detector.id,
      lane: ALL_LANES,
      steps,
      period: 1,
      laps: said.length,
      provableLaps: limits.warnVerdicts,
      isRow: true,
      severity: 'warning',
      confidence: 'medium',
      confidenceReason: "the harness says so; its reasons may be a model's opinion",
      title: `${quoteName(first.saidBy)} said ${times(said.length)} that the run is stuck: ${quoteName(first.said)}`,
      unchanged: 'What the harness means by it: see the evidence.',
      benign:
        'Such verdicts are often a guess by count or by a model; look for a loop at these steps.',
      identity: toWordIdentity(['reported-stuck', first.saidBy]),
      shows: {first: 'first verdict', again: 'said again', last: 'last verdict'},
    });
  },
};
