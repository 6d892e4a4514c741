import {PLAY_SPEEDS, speedWords} from '../../replay/play/play-state.js';
import type {ReplayState} from '../../replay/state.js';
import type {RunOutcome} from '../../tree/run-view.js';
import {formatCount} from '../../text/numbers.js';
import {span, spreadLine, type Line, type Span} from '../../text/spans.js';
import {literal, show, visible} from '../../text/visible.js';
import {fit} from '../../text/width.js';

/** Columns of a condition in the header. */
const MAX_CONDITION_COLUMNS = 18;

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
    ...stateSpans(state),
    span('strong', show` step ${formatCount(here)}`),
    span('muted', show` of ${formatCount(run.steps)} `),
  ];
  return spreadLine(left, right, columns);
}

/** What changes how the keys work: playing, a filter, a breakpoint. */
function stateSpans({play, speed, filter, breakpoint}: ReplayState): readonly Span[] {
  const spans: Span[] = [];
  const chosen = PLAY_SPEEDS[speed];
  if (play !== undefined && chosen !== undefined)
    spans.push(span('ok', show` playing ${literal(speedWords(chosen))} `));
  if (filter !== undefined)
    spans.push(span('warning', show` only ${fit(visible(filter.text), MAX_CONDITION_COLUMNS)} `));
  if (breakpoint !== undefined)
    spans.push(
      span('accent', show` stop at ${fit(visible(breakpoint.text), MAX_CONDITION_COLUMNS)} `),
    );
  return spans;
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
