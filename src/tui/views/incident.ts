import {incidentHere} from '../../replay/evidence.js';
import {buildIncidentPage} from '../../replay/incident-page.js';
import type {ReplayState} from '../../replay/state.js';
import {formatCount} from '../../text/numbers.js';
import {line, span, spreadLine, type Line} from '../../text/spans.js';
import {literal, show} from '../../text/visible.js';

/** The window of the incident's page; the title says how much is below. */
export function incidentLines(
  state: ReplayState,
  size: {readonly columns: number; readonly rows: number},
): readonly Line[] {
  const incident = incidentHere(state);
  if (incident === undefined) return [line('muted', literal(' no incident in this run'))];
  const all = buildIncidentPage(incident, state, size.columns);
  const rows = size.rows - 1;
  const top = Math.min(state.incidentTop, Math.max(0, all.length - rows));
  const title = show` Incident at steps ${formatCount(incident.onset + 1)}-${formatCount(incident.end + 1)}: a digit goes to its evidence`;
  const below = all.length - top - rows;
  const more: Line = below > 0 ? [span('muted', show` ${formatCount(below)} more lines `)] : [];
  return [spreadLine(line('title', title), more, size.columns), ...all.slice(top, top + rows)];
}
