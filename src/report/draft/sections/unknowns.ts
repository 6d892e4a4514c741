import {STEP_KINDS} from '../../../tree/step-table.js';
import type {DraftInput} from '../draft-input.js';
import type {Block, Inlines} from '../draft.js';
import {fill, say, status} from '../say.js';

const TOOL = STEP_KINDS.indexOf('tool');

/** What this log cannot show: never empty, as a log holds what was done and not why. */
export function writeUnknowns(input: DraftInput): readonly Block[] {
  const {summary, view, records} = input;
  const items: Inlines[] = [];
  const add = (text: string): void => {
    items.push(say`${status('unknown')} ${text}`);
  };
  add('Why the model chose as it did: a log holds what was done.');
  if (summary.outcome.value === 'unknown') {
    add('Whether the work succeeded: no record says so.');
  }
  if (summary.timeBasis === 'none') add('When it happened: the log has no times.');
  if (summary.timeBasis === 'naive-local') {
    add('The time zone: the clock of the log is local and names none.');
  }
  if (summary.llmCalls > 0 && summary.inputTokens === undefined) {
    add('Tokens: none are reported.');
  }
  const {steps} = view;
  const lacksResult = steps.kind.some(
    (kind, step) => kind === TOOL && (steps.resultBody[step] ?? -1) < 0,
  );
  if (lacksResult) add('The results of some tool calls: the log does not record them.');
  if (records.refused > 0) add('What stood in the records that could not be read.');
  add('What happened outside the run: users, other services, and what was undone by hand.');
  items.push([fill('what else is known, from where', 'everybody who was there')]);
  return [{kind: 'list', items}];
}
