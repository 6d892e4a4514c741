import type {StoredFinding} from '../../replay/reader.js';
import type {DraftInput} from './draft-input.js';
import type {EvidenceId} from './draft.js';
import type {EvidenceBook} from './evidence-book.js';
import {quoteSql, windowSql} from './measures.js';

/** One step as evidence: its start where the log has times, else its place in the run. */
export function citeStep(
  input: DraftInput,
  book: EvidenceBook,
  {step, shows}: {readonly step: number; readonly shows: string},
): EvidenceId {
  const startUs = input.view.steps.startUs[step] ?? NaN;
  const hasTime = !Number.isNaN(startUs);
  return book.add({
    shows,
    amount: hasTime
      ? {value: startUs, unit: 'microseconds since 1970'}
      : {value: step + 1, unit: 'step number'},
    steps: [step],
    query: `SELECT ${hasTime ? 'start_us' : 'step'} FROM steps WHERE ${windowSql(input, {first: step, last: step})}`,
  });
}

/** All calls that a finding is about. */
export function citeFinding(
  input: DraftInput,
  book: EvidenceBook,
  finding: StoredFinding,
): EvidenceId {
  const {id, rule, memberCount, members} = finding;
  return book.add({
    shows: `steps of finding ${id} (${rule})`,
    amount: {value: memberCount, unit: 'steps'},
    steps: members,
    query: `SELECT json_extract(detail, '$.memberCount') FROM findings WHERE finding_id = ${quoteSql(id)} AND run_id = ${quoteSql(input.view.runId)}`,
  });
}

/** Steps that a rule or an analysis names; without any, what was said has no place in the log. */
export function citeSteps(
  book: EvidenceBook,
  shows: string,
  steps: readonly number[],
): readonly EvidenceId[] {
  const sorted = [...new Set(steps)].sort((a, b) => a - b);
  if (sorted.length === 0) return [];
  return [book.add({shows, steps: sorted})];
}
