import type {ReplayState} from '../../replay/state.js';
import type {RunOutcome} from '../../tree/run-view.js';
import {formatCount} from '../../text/numbers.js';
import {span, spreadLine, type Line, type Span} from '../../text/spans.js';
import {literal, show, visible} from '../../text/visible.js';

/** Whose run this is and how it ended, at the left; where we stand, at the right. */
export function headerLine(state: ReplayState, columns: number): Line {
  const {run} = state;
  const left: Line = [
    span('title', literal(' whatbroke ')),
    span('plain', show` ${visible(run.name ?? run.id)} `),
    outcomeSpan(run.outcome),
  ];
  const here = run.steps === 0 ? 0 : state.cursor + 1;
  const right: Line = [
    span('strong', show` step ${formatCount(here)}`),
    span('muted', show` of ${formatCount(run.steps)} `),
  ];
  return spreadLine(left, right, columns);
}

function outcomeSpan(outcome: RunOutcome): Span {
  switch (outcome.value) {
    case 'succeeded':
      return span('ok', show` succeeded, says ${visible(outcome.saidBy)}`);
    case 'failed':
      return span('error', show` x failed, says ${visible(outcome.saidBy)}`);
    case 'unknown':
      return span('muted', literal(' outcome not recorded'));
  }
}
