import type {Framework} from '../../guard/frameworks/framework.js';
import type {GapStatement, Governance} from '../../guard/governance/governance.js';
import type {Guard, Simulation} from '../../guard/guard.js';
import {formatCount} from '../../text/numbers.js';
import {line, span, type Line} from '../../text/spans.js';
import {joinDisplay, literal, show, visible, type DisplayText} from '../../text/visible.js';

/** One run against a policy. */
export interface CheckedRun {
  readonly id: string;
  readonly name: string | undefined;
  readonly breaches: readonly Simulation[];
  readonly notJudged: readonly Simulation[];
  readonly wouldHaveHelped: readonly Simulation[];
  readonly governance: Governance;
}

/** Steps of evidence that a line names. */
const MAX_STEPS = 5;

export function* toCheckLines(
  runs: readonly CheckedRun[],
  policy: readonly Guard[] | undefined,
): Generator<Line> {
  if (policy === undefined) {
    yield line(
      'muted',
      literal(
        'no policy given (--policy FILE): gaps only; whatbroke policy init prints one to begin with',
      ),
    );
  }
  for (const run of runs) {
    yield line('title', show`${visible(run.name ?? run.id)} (${visible(run.id)})`);
    for (const {guard, trip} of run.breaches) {
      const step = trip === undefined ? 0 : trip.step + 1;
      yield [
        span('error', literal('x breach: ')),
        span(
          'plain',
          show`${visible(guard.id)} is ${guard.limit} ${visible(guard.unit)} per ${visible(guard.scope)}; the run passed it at step ${formatCount(step)}`,
        ),
      ];
    }
    for (const {guard, trip, saved} of run.wouldHaveHelped) {
      const step = trip === undefined ? 0 : trip.step + 1;
      yield [
        span('warning', literal('! gap: ')),
        span(
          'plain',
          show`no ${visible(guard.id)}; at ${guard.limit} it would have stopped the run at step ${formatCount(step)} and saved ${formatCount(saved.steps)} steps, none of them new`,
        ),
      ];
    }
    for (const {guard, notComparable} of run.notJudged) {
      yield line(
        'muted',
        show`? not judged: ${visible(guard.id)}: ${visible(notComparable ?? '')}`,
      );
    }
    for (const {title, gaps} of run.governance.headings) {
      yield line('strong', visible(title));
      for (const gap of gaps) yield toGapLine(gap);
    }
    const {audit, writes, platform} = run.governance;
    if (audit.length > 0) yield line('strong', literal('Technical audit'));
    for (const row of audit) {
      yield [
        span(
          'plain',
          show`  ${visible(row.component)}: ${visible(row.failurePoint)} (${toSteps(row.evidence.steps)})`,
        ),
      ];
      yield [
        span(
          'muted',
          show`    ${visible(row.governanceGap)}: ${visible(row.status)}, told by ${visible(row.recognizedBy)}. ${visible(row.reason)}`,
        ),
      ];
    }
    yield line(
      'strong',
      show`Writes: ${formatCount(writes.count)}, ${formatCount(writes.withoutApproval)} with no approval recorded`,
    );
    yield line('strong', show`Platform: ${platform.points} of ${platform.outOf} points`);
    for (const {question, answer, because} of platform.questions) {
      yield line(
        'plain',
        show`  ${visible(answer.padEnd(9))} ${visible(question)} ${visible(because)}`,
      );
    }
  }
}

function toGapLine({status, text, evidence}: GapStatement): Line {
  const where = evidence.count === 0 ? literal('') : show` (${toSteps(evidence.steps)})`;
  return [span('plain', show`  ${visible(status)}: ${visible(text)}${where}`)];
}

function toSteps(steps: readonly number[]): DisplayText {
  const shown = steps.slice(0, MAX_STEPS).map((step) => formatCount(step + 1));
  const rest = steps.length > shown.length ? literal(' ...') : literal('');
  return show`step ${joinDisplay(shown, ', ')}${rest}`;
}

/** What to write, framework by framework; what a framework has no limit for is said. */
export function* toSettingLines(
  frameworks: readonly Framework[],
  guards: readonly Guard[],
): Generator<Line> {
  for (const {title, framework, checked, settings, notes} of frameworks) {
    yield line(
      'title',
      show`${visible(title)} (${visible(framework)}), checked ${visible(checked)}`,
    );
    for (const guard of guards) {
      const own = settings.filter((setting) => setting.guard === guard.kind);
      for (const setting of own) {
        const text = setting.write.replace('LIMIT', String(guard.limit));
        yield [span('strong', show`  ${visible(guard.id)}: `), span('plain', visible(text))];
        yield line(
          'muted',
          show`    ${visible(setting.setting)}; not set: ${visible(String(setting.default))}; counts ${visible(setting.unit)} per ${visible(setting.scope)}, reset ${visible(setting.reset)}; ${visible(setting.evidence)}: ${visible(setting.source)}`,
        );
      }
    }
    const without = guards.filter(({kind}) => !settings.some(({guard}) => guard === kind));
    if (without.length > 0) {
      yield line(
        'muted',
        show`  this framework has no such limit in the documents checked: ${visible(without.map(({id}) => id).join(', '))}`,
      );
    }
    const others = settings.filter(({guard}) => !guards.some(({kind}) => kind === guard));
    for (const {setting, guard} of others) {
      yield line(
        'muted',
        show`  it offers ${visible(setting)} (${visible(guard)}), which this set of guards does not name`,
      );
    }
    for (const note of notes ?? []) yield line('muted', show`  note: ${visible(note)}`);
  }
}
