import type {ExplainedIncident} from './overview.js';
import type {ReplayState} from './state.js';

/** A step that shows something, one key away. */
export interface Lead {
  readonly step: number;
  readonly shows: string;
  readonly findingId: string | undefined;
}

/** As many as there are digits. */
export const MAX_LEADS = 9;

/** What the digits lead to in the overlay on the screen. */
export function listEvidence(state: ReplayState): readonly Lead[] {
  if (state.mode === 'findings') {
    const finding = state.findings.worstFirst[state.findingCursor];
    return (finding?.evidence ?? [])
      .slice(0, MAX_LEADS)
      .map(({step, shows}) => ({step, shows, findingId: finding?.id}));
  }
  const incident = incidentHere(state);
  return incident === undefined ? [] : listIncidentLeads(incident).slice(0, MAX_LEADS);
}

/** The incident around the cursor, else the worst. */
export function incidentHere({overview, cursor}: ReplayState): ExplainedIncident | undefined {
  const incidents = overview?.incidents ?? [];
  return incidents.find(({onset, end}) => cursor >= onset && cursor <= end) ?? incidents[0];
}

/** First the moments of the incident, then the clues of its hypotheses, in the order in which they are shown. */
export function listIncidentLeads(incident: ExplainedIncident): readonly Lead[] {
  const leads: Lead[] = [];
  const add = (step: number | undefined, shows: string): void => {
    if (step !== undefined && !leads.some((lead) => lead.step === step && lead.shows === shows))
      leads.push({step, shows, findingId: undefined});
  };
  add(incident.onset, 'the first step of the first lap');
  add(incident.provable, 'from here on a rule could have told');
  add(incident.lastNewStep, 'the last new information');
  if (incident.turning.kind !== 'cannot-tell') add(incident.turning.step, incident.turning.kind);
  for (const {evidenceFor, evidenceAgainst} of incident.hypotheses)
    for (const {steps, says} of [...evidenceFor, ...evidenceAgainst]) add(steps[0], says);
  return leads;
}
