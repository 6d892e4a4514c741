import {frameworks} from '../../guard/frameworks/bundled-frameworks.js';
import {guardKinds} from '../../guard/kinds/registry.js';
import {makeGuard} from '../../guard/make-guard.js';
import {describeCount, describeLimit} from '../../guard/describe-limit.js';
import type {Guard} from '../../guard/guard.js';
import {findCleanValues} from '../../guard/simulation/clean-values.js';
import {simulateGuard} from '../../guard/simulation/simulate-guard.js';
import type {GuardTrial, TriedDefault, TriedGuard} from '../../report/draft/draft-input.js';
import type {RunView} from '../../tree/run-view.js';

/**
 * Tries each guard on the run: at its tightest clean value where it has one (with hindsight, and the draft says "on
 * this recording"), else at its default. Clean ones first, then what saves most.
 */
export function tryGuards(view: RunView, replayOptions: string): GuardTrial {
  const tried: {readonly guard: TriedGuard; readonly clean: boolean}[] = [];
  const notComparable = new Map<string, string[]>();
  for (const {id, title, units} of guardKinds) {
    if (units[0] === 'breach') continue;
    const own = makeGuard(id);
    const clean = findCleanValues(view, own);
    const guard = clean === undefined ? own : {...own, limit: Math.max(clean.tightest, 1)};
    const result = simulateGuard(view, guard);
    if (result.notComparable !== undefined) {
      const names = notComparable.get(result.notComparable) ?? [];
      notComparable.set(result.notComparable, [...names, title.toLowerCase()]);
      continue;
    }
    tried.push({
      clean: result.clean,
      guard: {
        title,
        setting: describeLimit(guard),
        tripStep: result.trip?.step,
        savedSteps: result.saved.steps,
        savedCalls: result.saved.llmCalls + result.saved.toolCalls,
        savedTokens: result.saved.tokens,
        cutNews: result.collateral.newInformation,
        cutsSuccess: result.collateral.cutSuccess,
        isExact: result.exactness === 'exact',
        command: `whatbroke simulate ${replayOptions} --guard ${id}=${guard.limit}`,
        settings: listSettings(guard),
      },
    });
  }
  tried.sort(
    (a, b) => Number(b.clean) - Number(a.clean) || b.guard.savedSteps - a.guard.savedSteps,
  );
  return {
    tried: tried.map(({guard}) => guard),
    defaults: tryDefaults(view),
    notComparable: [...notComparable].map(([reason, names]) => `${names.join(', ')}: ${reason}.`),
  };
}

/** What holds when nothing is set: chosen before this run, unlike the fitted limits. */
function tryDefaults(view: RunView): readonly TriedDefault[] {
  const tried: TriedDefault[] = [];
  for (const {title, settings} of frameworks) {
    for (const {guard: kind, setting, default: limit, unit, scope, reset, effect} of settings) {
      if (typeof limit !== 'number') continue;
      const place = effect === undefined ? {unit, scope, reset} : {unit, scope, reset, effect};
      const result = simulateGuard(view, makeGuard(kind, {limit, ...place}));
      if (result.notComparable !== undefined) continue;
      tried.push({
        framework: title,
        setting: `${setting} = ${limit}`,
        counts: describeCount({unit, scope, reset}),
        tripStep: result.trip?.step,
        cutNews: result.collateral.newInformation,
      });
    }
  }
  return tried;
}

function listSettings(guard: Guard): TriedGuard['settings'] {
  return frameworks.flatMap(({title, settings}) =>
    settings
      .filter((setting) => setting.guard === guard.kind && setting.unit === guard.unit)
      .map(({write}) => ({where: title, text: write.replace('LIMIT', String(guard.limit))})),
  );
}
