import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildFactFinding} from '../../finding/build-fact-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {quoteName, quoteTool, times} from '../../finding/words.js';
import type {CallTrack} from '../../view/call-track.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {isError} from '../../view/step-kinds.js';
import {findHooks} from './find-hooks.js';

const thresholds = {
  warnWrites: {
    default: 2,
    unit: 'writes of script into one hook',
    reason: 'one may be the task; again and again, nobody has looked at what it did',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;
/** Writes into hooks that are told of. */
const MAX_WRITES = 50_000;

/** Script written into a page's frame. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('governance/page-hook-script'),
  version: 1,
  title: 'Script in a page hook',
  flags: 'Script or markup written into a hook that every page of a site runs.',
  ignores: [
    'reading a hook',
    'writes that failed',
    'script in a file of its own, or in text that is not written to a hook',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    const hooks = findHooks(view, index.reader);
    if (hooks.size === 0) return;
    let writes = 0;
    for (const track of index.tracks) {
      const byHook = new Map<string, number[]>();
      for (const step of track.steps) {
        if (step < 0 || isError(view.steps, step) || writes >= MAX_WRITES) continue;
        // The arguments first: hardly a call names a hook, and of the others no answer need be read.
        const hook = hooks.get(view.steps.argsBody[step] ?? -1);
        if (hook === undefined || !index.reader.changes(step)) continue;
        writes++;
        const known = byHook.get(hook);
        if (known === undefined) byHook.set(hook, [step]);
        else known.push(step);
      }
      for (const [hook, steps] of byHook) yield describe(index, track, {hook, steps}, limits);
    }
  },
};

function describe(
  index: RunIndex,
  track: CallTrack,
  {hook, steps}: {readonly hook: string; readonly steps: readonly number[]},
  limits: Limits,
): Finding {
  const first = steps[0] ?? 0;
  return buildFactFinding(index, {
    rule: detector.id,
    lane: track.lane,
    steps,
    provableStep: steps[limits.warnWrites - 1] ?? steps.at(-1) ?? first,
    isRow: false,
    severity: steps.length >= limits.warnWrites ? 'warning' : 'info',
    confidence: 'medium',
    confidenceReason: 'the arguments are recorded: they name the hook and hold script',
    title: `${quoteTool(index, first)} wrote script into ${quoteName(hook)} ${times(steps.length)}`,
    unchanged: 'The hook: what stands in it runs on every page.',
    benign: 'It may be what was asked for; then a person should have seen it before it went live.',
    identity: toWordIdentity(['page-hook-script', hook]),
    evidence: [
      {step: first, shows: 'script written into the hook'},
      ...(steps.length > 1 ? [{step: steps.at(-1) ?? first, shows: 'written again'}] : []),
    ],
    metrics: {writes: steps.length},
  });
}
