import {nameRun} from '../verdict/words.js';
import {chooseIncident} from './choose-incident.js';
import type {DraftInput} from './draft-input.js';
import type {DraftKind, ReportDraft, Section, SectionId} from './draft.js';
import {EvidenceBook} from './evidence-book.js';
import {code, say} from './say.js';
import type {Scope} from './scope.js';
import {writeActions} from './sections/actions.js';
import {writeGovernance} from './sections/governance.js';
import {writeGuards} from './sections/guards.js';
import {writeHealthy} from './sections/healthy.js';
import {writeHypotheses} from './sections/hypotheses.js';
import {writeMethod} from './sections/method.js';
import {writeOverview} from './sections/overview.js';
import {writeResources} from './sections/resources.js';
import {writeTimeline} from './sections/timeline.js';
import {writeUnknowns} from './sections/unknowns.js';

const TITLES: Readonly<Record<SectionId, string>> = {
  overview: '1. Incident overview: what broke',
  timeline: '2. Timeline (UTC)',
  hypotheses: '3. Root-cause hypotheses',
  governance: '4. Governance gaps and technical audit',
  resources: '5. Resource exhaustion',
  guards: '6. What would have stopped it',
  actions: '7. Action items',
  unknowns: '8. What this log cannot show',
  method: 'Appendix: method and evidence',
};

/** The first draft of a postmortem. Pure and deterministic; O(run) a number, and about forty of them. */
export function buildDraft(input: DraftInput): ReportDraft {
  const book = new EvidenceBook(input.view);
  const scope = chooseScope(input, book);
  const sections = scope === undefined ? writeShort(input, book) : writeFull(scope);
  const kind: DraftKind =
    scope !== undefined ? 'incident' : input.view.steps.count === 0 ? 'empty' : 'healthy';
  const {id, name} = input.summary;
  const words = scope === undefined ? 'No incident found: ' : 'Incident draft: ';
  const isNamed = name !== undefined && name !== id;
  return {
    kind,
    title: words + nameRun(input.summary),
    heading: isNamed ? say`${words}${code(name)} (${code(id)})` : say`${words}${code(id)}`,
    runId: input.summary.id,
    sections,
    evidence: book.entries,
    evidenceDigest: book.digestAll(),
  };
}

function chooseScope(input: DraftInput, book: EvidenceBook): Scope | undefined {
  const chosen = chooseIncident(input);
  return chosen === undefined ? undefined : {input, book, ...chosen};
}

function writeFull(scope: Scope): readonly Section[] {
  const {input} = scope;
  const used = new Set<string>(input.findings.map(({rule}) => rule));
  return [
    section('overview', writeOverview(scope)),
    section('timeline', writeTimeline(scope), titleTimeline(input)),
    section('hypotheses', writeHypotheses(scope)),
    section('governance', writeGovernance(scope)),
    section('resources', writeResources(scope)),
    section('guards', writeGuards(scope)),
    section('actions', writeActions(scope)),
    section('unknowns', writeUnknowns(input)),
    section('method', writeMethod(input, used)),
  ];
}

function titleTimeline({summary}: DraftInput): string {
  if (summary.timeBasis === 'utc') return TITLES.timeline;
  return `2. Timeline (${summary.timeBasis === 'none' ? 'no times in the log' : 'local time, zone unknown'})`;
}

function writeShort(input: DraftInput, book: EvidenceBook): readonly Section[] {
  const used = new Set<string>(input.findings.map(({rule}) => rule));
  return [
    section('overview', writeHealthy(input, book), 'What was looked at'),
    section('unknowns', writeUnknowns(input), 'What this log cannot show'),
    section('method', writeMethod(input, used)),
  ];
}

function section(id: SectionId, blocks: Section['blocks'], title = TITLES[id]): Section {
  return {id, title, blocks};
}
