import {formatDurationUs, formatTimeUs} from '../../../text/times.js';
import type {Block, EvidenceId, Inlines} from '../draft.js';
import {citeStep} from '../step-evidence.js';
import {cite, code, say, sentence, strong} from '../say.js';
import type {Scope} from '../scope.js';

/** Rows of the timeline (STYLE H5): moments first, then what people and limits did, in run order. */
const MAX_EVENTS = 12;
const MAX_NOTES = 20;

interface Moment {
  readonly step: number;
  readonly what: Inlines;
  /** For the evidence, in our words only. */
  readonly shows: string;
}

/** The dated steps of the incident, each with its evidence. */
export function writeTimeline(scope: Scope): readonly Block[] {
  const {input, book} = scope;
  const {timeBasis} = input.summary;
  const moments = [...listMoments(scope), ...listEvents(scope), ...listNotes(scope)].sort(
    (a, b) => a.step - b.step,
  );
  const startUs = input.view.steps.startUs[0] ?? NaN;
  const rows = moments.map(({step, what, shows}) => {
    const id = citeStep(input, book, {step, shows});
    return [...timeCells(scope, step, startUs), say`${step + 1}`, say`${what} ${cite(id)}`];
  });
  const blocks: Block[] = [
    {
      kind: 'table',
      caption: timeBasis === 'utc' ? 'All times are UTC' : 'Steps in order',
      head: ['Time', 'Since start', 'Step', 'What the log shows'],
      rows,
    },
    {
      kind: 'plot',
      plot: 'timeline',
      caption: 'Steps by lane, with what the rules found. Shaded: the incident.',
    },
  ];
  if (timeBasis === 'naive-local') {
    blocks.unshift({
      kind: 'paragraph',
      line: say`The log has a local clock and names no zone: its times are shown as they stand, and cannot be told in UTC.`,
    });
  } else if (timeBasis === 'none') {
    blocks.unshift({kind: 'paragraph', line: say`The log has no times: steps are in its order.`});
  }
  return blocks;
}

function timeCells({input}: Scope, step: number, startUs: number): readonly Inlines[] {
  const at = input.view.steps.startUs[step] ?? NaN;
  if (Number.isNaN(at)) return [say`not recorded`, say`-`];
  const since = Number.isNaN(startUs) ? '-' : `+${formatDurationUs(at - startUs)}`;
  return [say`${formatTimeUs(at, input.summary.timeBasis)}`, say`${since}`];
}

function listMoments({input, incident}: Scope): readonly Moment[] {
  const moments: Moment[] = [];
  const add = (step: number | undefined, label: string, shows: string): void => {
    if (step === undefined || step < 0 || step >= input.view.steps.count) return;
    moments.push({step, what: say`${strong(label)}: ${shows}`, shows: `${label}: ${shows}`});
  };
  add(0, 'Start', 'the first step of the run');
  add(incident.onset, 'Onset', 'the first observable deviation');
  add(incident.provable, 'Provable', 'from here a rule that knows only the past could have told');
  add(incident.lastNewStep, 'Last news', 'the last step that brought new information');
  const {turning} = incident;
  if (turning.kind === 'no-return') {
    add(turning.step, 'Point of no return', 'nothing new is recorded from here on');
  } else if (turning.kind === 'recovered') {
    add(turning.step, 'Recovered', 'new information after the incident');
  }
  add(incident.end, 'End', 'the last step of the incident');
  add(input.view.steps.count - 1, 'Log ends', 'the last step of the run');
  return moments;
}

/** What came from outside while it went on: people, limits, compactions. */
function listEvents({input, incident}: Scope): readonly Moment[] {
  const {steps, events} = input.view;
  const found: Moment[] = [];
  for (let step = incident.onset; step < steps.count && found.length < MAX_EVENTS; step++) {
    const event = events[steps.eventIndex[step] ?? -1];
    if (event === undefined) continue;
    const words = EVENT_WORDS.get(event.kind);
    if (words === undefined || (event.kind === 'user-turn' && event.synthetic)) continue;
    found.push({step, what: say`${words}`, shows: words});
  }
  return found;
}

const EVENT_WORDS: ReadonlyMap<string, string> = new Map([
  ['user-turn', 'a person wrote to the agent'],
  ['compaction', 'the context was compacted'],
  ['limit', 'a limit was reached'],
  ['exception', 'an exception was recorded'],
]);

/** What people marked in the replay. */
function listNotes({input}: Scope): readonly Moment[] {
  return input.notes.notes.slice(0, MAX_NOTES).flatMap(({step, text}) => {
    if (step === undefined || step >= input.view.steps.count) return [];
    const what = text === '' ? say`Marked in the replay` : say`Note in the replay: ${code(text)}`;
    return [{step, what, shows: 'a step that a person marked in the replay'}];
  });
}

/** What people said of the findings. */
export function listTriage(
  {input}: Scope,
  of: (finding: number) => EvidenceId,
): readonly Inlines[] {
  return input.findings.flatMap((finding, index) => {
    const triage = input.notes.triage.get(finding.id);
    if (triage === undefined) return [];
    const why = triage.why === '' ? say`` : say`: ${code(triage.why)}`;
    return [
      say`A person says ${strong(triage.verdict)} of ${code(finding.rule)}, ${sentence(finding.title)}${why} ${cite(of(index))}`,
    ];
  });
}
