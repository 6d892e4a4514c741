import type {RunSummary} from '../../replay/reader.js';
import {formatCount, formatCountOf} from '../../text/numbers.js';
import {literal, show, type DisplayText} from '../../text/visible.js';
import type {JudgedRun, RecordCount} from './verdict-input.js';

/** What these logs cannot show, said once for all runs. Never empty: a log shows what, not why. */
export function describeUnknowns(
  runs: readonly JudgedRun[],
  records: RecordCount,
): readonly DisplayText[] {
  const unknowns: DisplayText[] = [];
  const add = (test: (run: RunSummary) => boolean, text: DisplayText): void => {
    const hits = runs.filter(({summary}) => test(summary)).length;
    if (hits === 0) return;
    const scope = literal(runs.length === 1 ? '' : ` (${formatCountOf(hits, 'run')})`);
    unknowns.push(show`${text}${scope}`);
  };
  if (records.refused > 0) {
    unknowns.push(
      show`what stood in ${formatCountOf(records.refused, 'record')} that could not be read`,
    );
  }
  add(
    (run) => run.outcome.value === 'unknown',
    literal('whether the work succeeded: no record says so'),
  );
  add((run) => run.timeBasis === 'none', literal('when: the log has no times'));
  add(
    (run) => run.timeBasis === 'naive-local',
    literal('the time zone: its clock is local and names none'),
  );
  add(
    (run) => run.llmCalls > 0 && run.inputTokens === undefined && run.outputTokens === undefined,
    literal('tokens: none are reported'),
  );
  unknowns.push(literal('why the model chose as it did: a log holds what was done'));
  return unknowns;
}

/** `307 records read + 0 refused = 307 present`; says so where it does not add up. */
export function describeRecords(records: RecordCount): DisplayText {
  const {read, refused, present} = records;
  const sum = show`${formatCountOf(read, 'record')} read + ${formatCount(refused)} refused`;
  if (read + refused === present) return show`${sum} = ${formatCount(present)} present`;
  return show`${sum}, but ${formatCount(present)} present: please report this`;
}
