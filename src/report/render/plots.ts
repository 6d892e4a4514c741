import {plotBurn} from '../../plot/burn.js';
import {plotGuards} from '../../plot/guard-curve.js';
import {plotIcicle} from '../../plot/icicle.js';
import {plotLoopStrip} from '../../plot/loop-strip.js';
import {plotTimeline} from '../../plot/timeline.js';
import type {OutlineNode} from '../../replay/overview.js';
import type {SafeHtml} from '../../text/html.js';
import {chooseIncident} from '../draft/choose-incident.js';
import {buildLoopStrip} from '../draft/loop-laps.js';
import type {DraftInput} from '../draft/draft-input.js';
import type {PlotId} from '../draft/draft.js';

/** The plots of a draft as SVG, each where the run has what it shows. Pure. */
export function drawPlots(
  input: DraftInput,
  outline: readonly OutlineNode[] | undefined,
): ReadonlyMap<PlotId, SafeHtml> {
  const plots = new Map<PlotId, SafeHtml>();
  const chosen = chooseIncident(input);
  const {view, findings, profile, guards} = input;
  if (chosen === undefined) return plots;
  const {incident, worst} = chosen;
  const window = {first: incident.onset, last: incident.end};
  const moments = [
    {step: incident.onset, name: 'onset'},
    {step: incident.provable, name: 'provable'},
    ...(incident.lastNewStep === undefined
      ? []
      : [{step: incident.lastNewStep, name: 'last news'}]),
    {step: incident.end, name: 'end'},
  ].sort((a, b) => a.step - b.step);
  const own = incident.findings.flatMap((index) => findings[index] ?? []);
  plots.set(
    'timeline',
    plotTimeline('timeline', {
      view,
      window,
      moments,
      findings: own.map(({rule, firstStep, lastStep}) => ({
        rule,
        first: firstStep,
        last: lastStep,
      })),
    }),
  );
  if (profile !== undefined && profile.tokens.some((tokens) => tokens > 0)) {
    plots.set('burn', plotBurn('burn', profile, window));
  }
  const strip = buildLoopStrip(view, worst);
  if (strip !== undefined) plots.set('loop', plotLoopStrip('loop', strip));
  if (outline !== undefined && outline.length > 0)
    plots.set('icicle', plotIcicle('icicle', outline));
  const trips = (guards?.tried ?? []).flatMap(({title, setting, tripStep, savedSteps}) =>
    tripStep === undefined ? [] : [{name: `${title}, ${setting}`, tripStep, savedSteps}],
  );
  if (trips.length > 0) plots.set('guards', plotGuards('guards', trips, view.steps.count));
  return plots;
}
