import {frameworks} from '../../guard/frameworks/bundled-frameworks.js';
import {guardKinds} from '../../guard/kinds/registry.js';
import {makeGuard} from '../../guard/make-guard.js';
import {describeCount, describeLimit} from '../../guard/describe-limit.js';
import type {GuardKind} from '../../guard/guard-kind.js';
import type {Guard} from '../../guard/guard.js';
import {findCleanValues} from '../../guard/simulation/clean-values.js';
import {simulateGuard} from '../../guard/simulation/simulate-guard.js';
import type {GuardTrial, TriedDefault, TriedGuard} from '../../report/draft/draft-input.js';
import type {RunView} from '../../tree/run-view.js';

/**
 * Tries each guard on the run: at its default where it watches behaviour and cuts no good work so, else at its tightest
 * clean value where it has one (with hindsight, and the draft says so), else at its default. Clean ones first; of these what watches behaviour, then what saves most.
 */
export function tryGuards(view: RunView, replayOptions: string): GuardTrial {
  const tried: {readonly guard: TriedGuard; readonly clean: boolean}[] = [];
  const notComparable = new Map<string, string[]>();
  for (const {id, title, units, watches} of guardKinds) {
    if (units[0] === 'breach') continue;
    const own = makeGuard(id);
    const clean = findCleanValues(view, own);
    const guard =
      clean === undefined ? own : {...own, limit: chooseLimit(clean.tightest, own.limit, watches)};
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
        watches,
        isFitted: guard.limit !== own.limit,
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
  const ofBehaviour = ({guard}: {readonly guard: TriedGuard}): number =>
    Number(guard.watches === 'behaviour');
  tried.sort(
    (a, b) =>
      Number(b.clean) - Number(a.clean) ||
      ofBehaviour(b) - ofBehaviour(a) ||
      b.guard.savedSteps - a.guard.savedSteps,
  );
  return {
    tried: tried.map(({guard}) => guard),
    defaults: tryDefaults(view),
    notComparable: [...notComparable].map(([reason, names]) => `${names.join(', ')}: ${reason}.`),
  };
}

/** A default that cuts no good work here is a better limit than one that only this recording speaks for. */
function chooseLimit(tightest: number, usual: number, watches: GuardKind['watches']): number {
  return watches === 'behaviour' && usual >= tightest ? usual : Math.max(tightest, 1);
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
