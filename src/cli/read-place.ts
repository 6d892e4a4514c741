import type {TraceReader} from '../replay/reader.js';
import type {StepPlace} from '../report/verdict/verdict-input.js';
import {toShownPath} from './case-path.js';

export interface PlaceReader {
  readonly reader: TraceReader;
  /** Paths are shown as a person there would write them. */
  readonly cwd: string;
}

/** Where a step is in the run and in the log; undefined where the run has no such step. */
export async function readPlace(
  {reader, cwd}: PlaceReader,
  runId: string,
  step: number,
): Promise<StepPlace | undefined> {
  const detail = await reader.step(runId, step, 0);
  if (detail === undefined) return undefined;
  const location = detail.locations[0];
  return {
    step,
    kind: detail.kind,
    name: detail.name,
    startUs: detail.startUs,
    source: location === undefined ? undefined : toShownPath(location.source, cwd),
    at: location?.at,
  };
}
