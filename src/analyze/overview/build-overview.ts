import type {Finding} from '../../model/finding.js';
import type {RunOverview} from '../../replay/overview.js';
import type {FoldedTree} from '../../tree/fold-repeats.js';
import type {RunView} from '../../tree/run-view.js';
import {buildHypotheses} from '../hypotheses/build-hypotheses.js';
import {buildIncidents} from '../incident.js';
import {buildOutline} from './build-outline.js';
import {buildProfile} from './build-profile.js';
import {findGuardTrips} from './find-guard-trips.js';
import {findWrites} from './find-writes.js';
import {buildStepHistory, type StepHistory} from './step-history.js';

/** Incidents stored for a run: the worst; the report dates them all. */
const MAX_INCIDENTS = 50;
/** Incidents whose causes are looked for: what a person reads. */
const MAX_EXPLAINED = 5;
/** Lanes named with an incident: a spawn bomb has as many as spans. */
const MAX_LANES = 50;

/** What the replay needs of a whole run, in bounded size, and what it needs of each step. */
export interface BuiltOverview {
  readonly overview: RunOverview;
  readonly history: StepHistory;
  readonly writes: Uint8Array;
}

/** O(rows + steps), and what dating the incidents costs. */
export function buildOverview(
  view: RunView,
  folded: FoldedTree,
  findings: readonly Finding[],
): BuiltOverview {
  const {spans, tree, steps} = view;
  const history = buildStepHistory(steps, spans);
  const writes = findWrites(view);
  const incidents = buildIncidents(view, findings)
    .slice(0, MAX_INCIDENTS)
    .map((incident, place) => ({
      ...incident,
      lanes: incident.lanes.slice(0, MAX_LANES),
      hypotheses: place < MAX_EXPLAINED ? buildHypotheses(view, findings, incident) : [],
    }));
  const profile = buildProfile({steps, tree}, history, writes);
  const outline = buildOutline({spans, tree, steps, folded});
  return {overview: {profile, outline, incidents, trips: findGuardTrips(view)}, history, writes};
}
