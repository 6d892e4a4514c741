import {listIncidentLeads, MAX_LEADS, type Lead} from './evidence.js';
import type {Clue, Hypothesis} from '../model/hypothesis.js';
import type {Turning} from '../model/incident.js';
import {NO_GUARDS_TRIED} from './around-lines.js';
import {MAX_GUARDED_STEPS, type ExplainedIncident} from './overview.js';
import type {ReplayState} from './state.js';
import {formatCount, formatCountOf, formatTokens} from '../text/numbers.js';
import {severitySign, severityToken} from '../text/signs.js';
import {line, span, type Line} from '../text/spans.js';
import type {StyleToken} from '../text/style.js';
import {formatDurationUs} from '../text/times.js';
import {joinDisplay, literal, show, visible, type DisplayText} from '../text/visible.js';
import {padTo} from '../text/width.js';
import {wrapLine} from '../text/wrap.js';

const LABEL_COLUMNS = 17;
/** Lines of one clue. */
const MAX_CLUE_LINES = 3;
/** Causes shown: those after are no better supported than chance. */
const MAX_HYPOTHESES = 6;

/** The incident around the cursor: its moments, what it used, and what may have caused it; wrapped, without its title. */
export function buildIncidentPage(
  incident: ExplainedIncident,
  state: ReplayState,
  columns: number,
): readonly Line[] {
  const page = new IncidentPage(listIncidentLeads(incident).slice(0, MAX_LEADS), columns);
  page.moments(incident, state);
  for (const [at, hypothesis] of incident.hypotheses.slice(0, MAX_HYPOTHESES).entries())
    page.hypothesis(at + 1, hypothesis);
  if (incident.hypotheses.length === 0)
    page.text('causes', literal('no cause that is looked for has anything in this log for it'));
  return page.lines;
}

class IncidentPage {
  readonly lines: Line[] = [];
  readonly #leads: readonly Lead[];
  readonly #columns: number;

  constructor(leads: readonly Lead[], columns: number) {
    this.#leads = leads;
    this.#columns = columns;
  }

  text(label: string, text: DisplayText, token: StyleToken = 'plain'): void {
    const wrapped = wrapLine(text, this.#columns - LABEL_COLUMNS - 1, MAX_CLUE_LINES);
    for (const [at, piece] of wrapped.entries())
      this.lines.push([
        span('muted', padTo(literal(at === 0 ? ` ${label}` : ''), LABEL_COLUMNS)),
        span(token, piece),
      ]);
  }

  moments(incident: ExplainedIncident, state: ReplayState): void {
    const {findings} = state;
    for (const index of incident.findings.slice(0, MAX_LEADS)) {
      const finding = findings.inOrder[index];
      if (finding === undefined) continue;
      this.text(
        `${severitySign(finding.severity)} ${finding.severity}`,
        show`${visible(finding.title)} (${visible(finding.rule)})`,
        severityToken(finding.severity),
      );
    }
    this.#moment('onset', incident.onset, literal('the first step of the first lap'));
    this.#moment('provable', incident.provable, literal('from here on a rule could have told'));
    if (incident.lastNewStep !== undefined)
      this.#moment('last news', incident.lastNewStep, literal('the last new information'));
    const turn = turningWords(incident.turning);
    const at = incident.turning.step;
    if (at === undefined) this.text('turning', turn);
    else this.#moment('turning', at, turn);
    this.#guard(incident, state);
    this.text('used', useWords(incident));
    this.lines.push(line('plain', literal('')));
  }

  /** The first guard of the usual set that would have ended the incident. */
  #guard({onset, end}: ExplainedIncident, {overview, run}: ReplayState): void {
    const trip = overview?.trips.find(({step}) => step >= onset && step <= end);
    if (run.steps > MAX_GUARDED_STEPS) this.text('guard', NO_GUARDS_TRIED);
    else if (trip === undefined)
      this.text(
        'guard',
        literal('none of the usual set, at its defaults; `whatbroke simulate` tries any other'),
      );
    else
      this.text(
        'guard',
        show`${visible(trip.guard)} would have stopped it at step ${formatCount(trip.step + 1)}; \`whatbroke simulate\` tries others`,
      );
  }

  hypothesis(number: number, hypothesis: Hypothesis): void {
    const {statement, confidence, confidenceReason, confirmBy} = hypothesis;
    this.text(`cause ${String(number)}?`, visible(statement), 'strong');
    this.text(
      '',
      show`suspected, ${literal(confidence)} confidence: ${visible(confidenceReason)}`,
      'muted',
    );
    for (const clue of hypothesis.evidenceFor) this.#clue('  for', clue);
    for (const clue of hypothesis.evidenceAgainst) this.#clue('  against', clue);
    for (const clue of hypothesis.unknown) this.#clue('  not known', clue);
    this.text('  to confirm', visible(confirmBy));
    this.lines.push(line('plain', literal('')));
  }

  #clue(label: string, clue: Clue): void {
    const [step] = clue.steps;
    const says = visible(clue.says);
    if (step === undefined) this.text(label, says);
    else
      this.text(
        label,
        show`${this.#number(step, clue.says)}${says} (step ${formatCount(step + 1)})`,
      );
  }

  #moment(label: string, step: number, text: DisplayText): void {
    this.text(label, show`${this.#number(step)}step ${formatCount(step + 1)}: ${text}`);
  }

  /** The digit that leads there. */
  #number(step: number, shows?: string): DisplayText {
    const at = this.#leads.findIndex(
      (lead) => lead.step === step && (shows === undefined || lead.shows === shows),
    );
    return at < 0 ? literal('') : literal(`[${String(at + 1)}] `);
  }
}

function turningWords(turning: Turning): DisplayText {
  switch (turning.kind) {
    case 'no-return':
      return literal('point of no return: nothing new is recorded from here on');
    case 'recovered':
      return literal('it recovered here');
    case 'cannot-tell':
      return {
        'run-succeeded': literal('cannot tell a point of no return: the run succeeded'),
        'outcome-not-recorded': literal('cannot tell: an outcome later on is not recorded'),
        'input-came-later': literal('cannot tell: input came later'),
      }[turning.because];
  }
}

function useWords({use}: ExplainedIncident): DisplayText {
  const parts = [
    formatCountOf(use.steps, 'step'),
    show`${formatCount(use.llmCalls)} llm and ${formatCount(use.toolCalls)} tool calls`,
  ];
  const tokens = (use.inputTokens ?? 0) + (use.outputTokens ?? 0);
  if (tokens > 0) parts.push(show`${formatTokens(tokens)} tokens`);
  if (use.durationUs !== undefined) parts.push(formatDurationUs(use.durationUs));
  return joinDisplay(parts, ' · ');
}
