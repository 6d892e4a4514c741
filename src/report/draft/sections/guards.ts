import {formatCount, formatCountOf, formatTokens} from '../../../text/numbers.js';
import type {DraftInput, TriedDefault, TriedGuard} from '../draft-input.js';
import type {Block, EvidenceId, Inlines} from '../draft.js';
import type {EvidenceBook} from '../evidence-book.js';
import {countSteps, sumTokens} from '../measures.js';
import {cite, command, say, sentence, status, strong} from '../say.js';
import type {Scope} from '../scope.js';
import {citeStep} from '../step-evidence.js';

/** Guards in the table and settings below it: what a person reads. */
export const MAX_GUARDS = 10;
const MAX_SETTINGS = 6;

/** What a limit would have done to this recording: where it trips, what it saves, what good work it cuts. */
export function writeGuards(scope: Scope): readonly Block[] {
  const {guards} = scope.input;
  if (guards === undefined) {
    return [
      {
        kind: 'paragraph',
        line: say`${status('unknown')} No guard was tried on this recording by this version of the tool.`,
      },
    ];
  }
  const tripped = guards.tried.filter(({tripStep}) => tripStep !== undefined);
  const blocks: Block[] = [];
  if (tripped.length === 0) {
    blocks.push({
      kind: 'paragraph',
      line: say`${status('observed')} No guard, at a limit that cuts no good work here or at its own default, would have tripped on this recording.`,
    });
  } else {
    blocks.push(
      {
        kind: 'paragraph',
        line: say`${strong('Limits called fitted were chosen on this recording, afterwards: ')}each is the tightest that cuts no good work here. The others are defaults of the guard. Check a limit on healthy runs before you enforce it. Each guard was tried on the recording. Up to the trip the recording is what would have happened; where the run would have gone on after it, the savings are an upper bound.`,
      },
      {
        kind: 'table',
        caption:
          'Guards that would have tripped; first those that watch behaviour, as a limit on an amount says little about the next run',
        head: ['Guard and limit', 'Trips at', 'Would have saved', 'Good work cut'],
        rows: tripped.slice(0, MAX_GUARDS).map((guard) => describeGuard(scope, guard)),
      },
      {kind: 'plot', plot: 'guards', caption: 'Where each guard trips, and what is left after it.'},
      ...describeSettings(tripped),
    );
  }
  blocks.push(...describeDefaults(scope, guards.defaults));
  for (const reason of guards.notComparable.slice(0, MAX_SETTINGS)) {
    blocks.push({
      kind: 'paragraph',
      line: say`${status('unknown')} Not comparable: ${sentence(reason)}`,
    });
  }
  return blocks;
}

function describeGuard({input, book}: Scope, guard: TriedGuard): readonly Inlines[] {
  const {title, setting, tripStep = 0, savedSteps, savedCalls, savedTokens} = guard;
  const id = citeStep(input, book, {
    step: tripStep,
    shows: `the first step that the guard "${title}" would not have let begin`,
  });
  const tokens = savedTokens === undefined ? '' : `, ${formatTokens(savedTokens)} tokens`;
  const saved = citeSaved(input, book, guard);
  const bound = guard.isExact ? '' : 'up to ';
  const news =
    guard.cutNews === 0
      ? 'none: nothing new came after it'
      : `${formatCountOf(guard.cutNews, 'step')} with new information`;
  return [
    say`${title}: ${setting} (${howChosen(guard)})`,
    say`step ${tripStep + 1} ${cite(id)}`,
    say`${bound}${formatCount(savedSteps)} steps, ${formatCount(savedCalls)} calls${tokens} ${cite(id, ...saved)}`,
    say`${guard.cutsSuccess ? 'it would have cut a run that succeeded; ' : ''}${news} ${cite(id)}`,
  ];
}

/** What a stop at the trip cuts off can be counted; where the run would have gone on, only a simulation tells. */
function citeSaved(
  input: DraftInput,
  book: EvidenceBook,
  guard: TriedGuard,
): readonly EvidenceId[] {
  const {tripStep = 0, savedSteps, savedCalls, savedTokens} = guard;
  const cut = {first: tripStep, last: input.view.steps.count - 1};
  return [
    [countSteps(input, cut, 'steps'), savedSteps] as const,
    [countSteps(input, cut, 'calls'), savedCalls] as const,
    [sumTokens(input, cut), savedTokens] as const,
  ].flatMap(([counted, saved]) =>
    counted?.amount === undefined || counted.amount.value !== saved ? [] : [book.add(counted)],
  );
}

function describeDefaults(
  {input, book, incident}: Scope,
  defaults: readonly TriedDefault[],
): readonly Block[] {
  if (defaults.length === 0) return [];
  const rows = defaults.map((tried): readonly Inlines[] => {
    const {framework, setting, counts, tripStep, cutNews} = tried;
    const head = [say`${framework}`, say`${command(setting)}`, say`${counts}`];
    if (tripStep === undefined) return [...head, say`does not trip`, say`none`];
    const id = citeStep(input, book, {
      step: tripStep,
      shows: `the first step that the default of ${framework}, ${setting}, would not have let begin`,
    });
    const news = cutNews === 0 ? 'none' : `${formatCountOf(cutNews, 'step')} with new information`;
    const isFalse = tripStep < incident.onset && cutNews > 0;
    const cut = isFalse
      ? say`${strong('false stop')}, before the onset: ${news} ${cite(id)}`
      : say`${news} ${cite(id)}`;
    return [...head, say`step ${tripStep + 1} ${cite(id)}`, cut];
  });
  return [
    {kind: 'heading', text: 'What frameworks stop at when nothing is set'},
    {
      kind: 'table',
      caption: 'Defaults of frameworks, not fitted to this recording, tried on it',
      head: ['Framework', 'Default', 'What it counts', 'Trips at', 'Good work cut'],
      rows,
    },
  ];
}

function howChosen({isFitted}: TriedGuard): string {
  return isFitted ? 'fitted in hindsight' : 'default';
}

function describeSettings(tripped: readonly TriedGuard[]): readonly Block[] {
  const best = tripped.find(({settings}) => settings.length > 0);
  if (best === undefined) return [];
  const name = best.title.toLowerCase();
  return [
    {kind: 'heading', text: 'Settings to write'},
    {
      kind: 'list',
      items: best.settings
        .slice(0, MAX_SETTINGS)
        .map(
          ({where, text}) =>
            say`${strong(`${where}: `)}${command(text)} sets ${name} (${howChosen(best)})`,
        ),
    },
  ];
}
