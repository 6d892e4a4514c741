import {baselines} from '../baselines.js';
import type {Scored} from '../score-vectors.js';
import {buildVectorRuns} from '../vector-run.js';

export interface BaselineRow {
  readonly name: string;
  readonly like: string;
  readonly loops: number;
  readonly hits: number;
  readonly others: number;
  readonly false: number;
}

/** Each baseline over all vectors, beside what the rules do. */
export function scoreVectorBaselines(scored: readonly Scored[]): readonly BaselineRow[] {
  const built = scored.map(({vector}) => ({
    isLoop: vector.ours.loop === true,
    views: buildVectorRuns(vector.steps).map(({view}) => view),
  }));
  const loops = built.filter(({isLoop}) => isLoop).length;
  const rows = baselines.map(({name, like, find}) => {
    const alarmed = built.filter(({views}) => views.some((view) => find(view) !== undefined));
    const hits = alarmed.filter(({isLoop}) => isLoop).length;
    return {name, like, loops, hits, others: built.length - loops, false: alarmed.length - hits};
  });
  const ours = scored.filter(({got}) => got.some(({severity}) => severity !== 'info'));
  const hits = ours.filter(({vector}) => vector.ours.loop === true).length;
  const own = {
    name: '**these rules**',
    like: '',
    loops,
    hits,
    others: built.length - loops,
    false: ours.length - hits,
  };
  return [...rows, own];
}
