import type {Fleet, FleetGroup} from '../../batch/fleet/fleet.js';
import {formatCountOf, formatRatio} from '../../text/numbers.js';
import {severityToken} from '../../text/signs.js';
import {cutLine, line, span, type Line} from '../../text/spans.js';
import {formatTimeUs} from '../../text/times.js';
import {literal, show, visible} from '../../text/visible.js';
import {padTo} from '../../text/width.js';
import {layoutGroup, type FleetLayout} from './fleet-lines.js';

/** One group in full: what its runs share, and each of them. */
export function layoutGroupRuns(
  fleet: Fleet,
  group: FleetGroup,
  layout: FleetLayout,
): readonly Line[] {
  const {width, rows, caseOption} = layout;
  const lines: Line[] = [...layoutGroup(group, width), line('plain', literal(''))];
  lines.push(line('title', literal('Calls that all of them share')));
  for (const call of group.calls) lines.push(line('plain', show`  ${visible(call)}`));
  lines.push(
    line('plain', literal('')),
    line('title', show`${formatCountOf(group.runs.length, 'run')}`),
  );
  const byRun = new Map(fleet.incidents.map((incident) => [incident.run, incident]));
  for (const id of group.runs.slice(0, rows)) {
    const incident = byRun.get(id);
    if (incident === undefined) continue;
    const {startUs, agent, ratios, severity} = incident;
    const time = startUs === undefined ? literal('no time') : formatTimeUs(startUs, 'utc');
    const steps =
      ratios.steps === undefined
        ? literal('')
        : show`  ${formatRatio(ratios.steps)}x the steps of a healthy run`;
    lines.push([
      span(severityToken(severity), show`  ${padTo(visible(id), 18)}`),
      span('plain', show`${padTo(time, 26)}${padTo(visible(agent), 12)}${steps}`),
    ]);
  }
  const rest = group.runs.length - rows;
  if (rest > 0)
    lines.push(line('muted', show`  and ${formatCountOf(rest, 'more run')}; --rows 0 prints all`));
  const option = caseOption === '' ? literal('') : show` ${visible(caseOption)}`;
  const next = show`  $ whatbroke replay --run ${visible(group.runs[0] ?? '')}${option}`;
  lines.push(line('plain', literal('')), line('muted', next));
  return lines.map((each) => cutLine(each, width));
}
