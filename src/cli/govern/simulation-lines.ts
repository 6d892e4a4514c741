import type {ArchiveTrial} from '../../guard/archive/try-guard.js';
import type {Guard, Simulation} from '../../guard/guard.js';
import type {CleanValues} from '../../guard/simulation/clean-values.js';
import type {RunSummary} from '../../replay/reader.js';
import {
  formatCompact,
  formatCount,
  formatCountOf,
  formatPercent,
  formatTokens,
} from '../../text/numbers.js';
import {line, span, type Line} from '../../text/spans.js';
import {formatDurationUs} from '../../text/times.js';
import {literal, show, visible, type DisplayText} from '../../text/visible.js';

type Result = Simulation & {readonly cleanValues: CleanValues | undefined};

/** Columns of a guard's name. */
const NAME = 22;

/** One run: a block of two lines for each guard that trips, then what does not, then what cannot be told. */
export function* toSimulationLines(
  summary: RunSummary,
  results: readonly Result[],
): Generator<Line> {
  yield line(
    'title',
    show`${visible(summary.name ?? summary.id)}: ${formatCountOf(summary.steps, 'step')}`,
  );
  const tripped = results.filter(({trip}) => trip !== undefined);
  const order = [...tripped].sort(
    (a, b) => Number(b.clean) - Number(a.clean) || b.saved.steps - a.saved.steps,
  );
  for (const result of order) yield* describeTrip(result);
  const quiet = results.filter(
    ({trip, notComparable}) => trip === undefined && notComparable === undefined,
  );
  if (quiet.length > 0) {
    const names = quiet.map(({guard}) => `${guard.id}=${guard.limit}`).join(', ');
    yield line('muted', show`would not have tripped: ${visible(names)}`);
  }
  for (const {guard, notComparable} of results) {
    if (notComparable === undefined) continue;
    yield line('muted', show`cannot be told: ${visible(guard.id)}: ${visible(notComparable)}`);
  }
  yield line(
    'muted',
    literal(
      'on this recording only; exact = a hard stop, at most = the model would have gone on in another way',
    ),
  );
}

function* describeTrip(result: Result): Generator<Line> {
  const {guard, trip, saved, collateral, clean, exactness, cleanValues} = result;
  if (trip === undefined) return;
  const mark = clean ? span('ok', literal('+ ')) : span('warning', literal('! '));
  const tokens =
    saved.tokens === undefined ? literal('') : show`, ${formatTokens(saved.tokens)} tokens`;
  const seconds =
    saved.durationUs === undefined ? literal('') : show`, ${formatDurationUs(saved.durationUs)}`;
  const calls = saved.llmCalls + saved.toolCalls;
  yield [
    mark,
    span('strong', show`${pad(`${guard.id}=${guard.limit}`, NAME)} `),
    span(
      'plain',
      show`trips at step ${formatCount(trip.step + 1)}; saves ${literal(exactness === 'exact' ? 'exactly' : 'at most')} ${formatCountOf(saved.steps, 'step')}, ${formatCountOf(calls, 'call')}${tokens}${seconds}`,
    ),
  ];
  const news = collateral.newInformation;
  const cost =
    news === 0
      ? literal('cuts nothing new')
      : show`cuts ${formatCountOf(news, 'step')} with new information`;
  const success = collateral.cutSuccess
    ? literal(', and the run succeeded after them')
    : literal('');
  const values =
    cleanValues === undefined
      ? literal('; no value of it is clean here')
      : show`; clean from ${formatCount(cleanValues.tightest)} to ${formatCount(cleanValues.loosest)}`;
  yield line('muted', show`  ${pad('', NAME)} ${cost}${success}${values}`);
}

function pad(text: string, width: number): DisplayText {
  return visible(text.padEnd(width));
}

/** An archive: one line a guard. */
export function* toArchiveLines(trials: readonly ArchiveTrial[], runs: number): Generator<Line> {
  yield line(
    'title',
    show`${formatCountOf(runs, 'run')}: incidents stopped, healthy runs wrongly stopped (95 % interval)`,
  );
  for (const {guard, at, tightestClean, notComparable} of trials) {
    const {low, high} = at.wrongShare;
    yield [
      span('strong', show`${pad(`${guard.id}=${guard.limit}`, NAME + 6)} `),
      span(
        'plain',
        show`${formatCount(at.stopped)} of ${formatCount(at.incidents)} stopped, ${formatCount(at.wronglyStopped)} of ${formatCount(at.healthy)} wrongly (${formatPercent(low)} to ${formatPercent(high)})`,
      ),
    ];
    const notes = [
      ...(tightestClean === undefined ? [] : [show`clean from ${formatCount(tightestClean)}`]),
      ...(notComparable === 0 ? [] : [show`${formatCountOf(notComparable, 'run')} cannot be told`]),
    ];
    for (const note of notes) yield line('muted', show`${pad('', NAME + 6)} ${note}`);
  }
  yield line('muted', literal('incident: a warning or worse, not succeeded'));
  yield line('muted', literal('healthy: no such finding, not failed'));
}

/** Bars of one guard over its values: incidents stopped (#) and healthy runs wrongly stopped (x). */
export function* toCurveLines({guard, curve}: ArchiveTrial, width: number): Generator<Line> {
  yield line('title', show`${visible(guard.title)}`);
  yield line('muted', show`${visible(unitOf(guard))}`);
  const room = Math.max(10, Math.floor((width - 34) / 2));
  for (const {limit, stopped, incidents, wronglyStopped, healthy} of curve) {
    const good = bar('#', stopped, incidents, room);
    const bad = bar('x', wronglyStopped, healthy, room);
    yield [
      span('plain', show`${visible(formatCompact(limit).padStart(6))} `),
      span('ok', show`${visible(good)} ${visible(`${stopped}/${incidents}`.padEnd(8))} `),
      span('warning', show`${visible(bad)} ${visible(`${wronglyStopped}/${healthy}`)}`),
    ];
  }
  yield line('muted', literal('# incidents stopped   x healthy runs wrongly stopped'));
}

function bar(mark: string, count: number, of: number, room: number): string {
  return mark.repeat(of === 0 ? 0 : Math.round((count / of) * room)).padEnd(room);
}

function unitOf({unit, scope, reset}: Guard): string {
  return `${unit}, per ${scope}, reset ${reset}`;
}
