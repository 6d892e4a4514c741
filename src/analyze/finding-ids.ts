import {createHash} from 'node:crypto';
import type {Finding, IdentifiedFinding} from '../model/finding.js';
import {toFindingId} from '../model/ids.js';
import type {RunView} from '../tree/run-view.js';

/** Hex digits of a finding id. */
const FINDING_ID_DIGITS = 24;

type Members = Pick<RunView, 'runId' | 'spans' | 'steps' | 'events'>;

/**
 * Gives findings their stable ids: rule, run, identity of the loop and the span of its first member
 * (DESIGN section 2). No step or row number goes in, so new data elsewhere does not change an id.
 */
export function identifyFindings(
  view: Members,
  findings: readonly Finding[],
): readonly IdentifiedFinding[] {
  const uses = new Map<string, number>();
  return findings.map((finding) => {
    const first = finding.members[0] ?? finding.firstStep;
    const parts = [finding.rule, view.runId, finding.identity, ...nameStep(view, first)];
    const digest = hash(parts);
    const use = (uses.get(digest) ?? 0) + 1;
    uses.set(digest, use);
    const id = use === 1 ? digest : hash([...parts, String(use)]);
    return {...finding, id: toFindingId(id)};
  });
}

/** Trace and span id of the step; of an event its kind, name and time. */
function nameStep({spans, steps, events}: Members, step: number): readonly string[] {
  const row = steps.spanRow[step] ?? -1;
  const event = events[steps.eventIndex[step] ?? -1];
  const at = row >= 0 ? row : (event?.spanRow ?? -1);
  const text = (number: number | undefined): string => spans.strings[number ?? -1] ?? '';
  const span = [text(spans.traceId[at]), text(spans.spanId[at])];
  if (event === undefined || row >= 0) return span;
  return [...span, event.kind, event.name, String(event.timeUs ?? '')];
}

function hash(parts: readonly string[]): string {
  const sha = createHash('sha256');
  for (const part of parts) sha.update(part).update('\0');
  return sha.digest('hex').slice(0, FINDING_ID_DIGITS);
}
