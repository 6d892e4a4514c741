import type {RunView} from '../../tree/run-view.js';

/** Row of the agent span that an agent-start step tells of; -1 if the log has none. */
export function toStartedRow({steps, events}: RunView, step: number): number {
  const row = steps.spanRow[step] ?? -1;
  return row >= 0 ? row : (events[steps.eventIndex[step] ?? -1]?.spanRow ?? -1);
}
