import type {RunView} from '../../tree/run-view.js';

/** Row at which a step happened: its span, else the span that its event tells of, else its lane's agent; -1 for the run itself. */
export function toPlaceRow({steps, events, lanes}: RunView, step: number): number {
  const row = steps.spanRow[step] ?? -1;
  if (row >= 0) return row;
  const told = events[steps.eventIndex[step] ?? -1]?.spanRow ?? -1;
  return told >= 0 ? told : (lanes[steps.lane[step] ?? 0]?.agentRow ?? -1);
}
