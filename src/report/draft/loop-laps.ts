import {OUTCOMES} from '../../tree/step-table.js';
import type {RunView} from '../../tree/run-view.js';
import type {Finding} from '../../model/finding.js';
import type {LoopCell, LoopLap, LoopStripInput} from '../../plot/loop-strip.js';

const ERROR = OUTCOMES.indexOf('error');
/** Laps shown: the first ones, where it began, and the last ones, where it still was. */
const FIRST_LAPS = 7;
const LAST_LAPS = 3;
/** Calls of one lap, and characters of one argument text that is taken apart (STYLE H5). */
const MAX_CALLS = 8;
const MAX_CHARS = 20_000;
const MAX_FIELDS = 4;

/** The laps of a finding, ready to be drawn; undefined where the rule has no laps. */
export function buildLoopStrip(
  view: RunView,
  {period, laps, members}: Pick<Finding, 'period' | 'laps' | 'members'>,
): LoopStripInput | undefined {
  if (period === undefined || laps === undefined || period < 1 || period > MAX_CALLS)
    return undefined;
  const whole = Math.floor(members.length / period);
  if (whole < 2) return undefined;
  const {steps, spans} = view;
  const shown: LoopLap[] = [];
  for (let lap = 0; lap < whole; lap++) {
    if (lap >= FIRST_LAPS && lap < whole - LAST_LAPS) continue;
    const cells: LoopCell[] = [];
    for (let place = 0; place < period; place++) {
      const step = members[lap * period + place] ?? 0;
      const before = lap === 0 ? undefined : members[(lap - 1) * period + place];
      cells.push(compare(view, step, before));
    }
    shown.push({lap: lap + 1, cells});
  }
  const calls = members.slice(0, period).map((step) => spans.strings[steps.name[step] ?? -1] ?? '');
  return {calls, laps: shown, lapsTotal: whole};
}

function compare({steps, bodies}: RunView, step: number, before: number | undefined): LoopCell {
  const failed = steps.outcome[step] === ERROR;
  if (before === undefined) return {step, failed, changedArguments: [], changedResult: false};
  const own = steps.l3[step] ?? -1;
  const other = steps.l3[before] ?? -1;
  const result = steps.outcomeSig[step] ?? -1;
  const otherResult = steps.outcomeSig[before] ?? -1;
  return {
    step,
    failed,
    changedArguments:
      own < 0 || other < 0
        ? undefined
        : own === other
          ? []
          : findChangedFields(
              bodies.text(steps.argsBody[before] ?? -1),
              bodies.text(steps.argsBody[step] ?? -1),
            ),
    changedResult: result < 0 || otherResult < 0 ? undefined : result !== otherResult,
  };
}

/** Names of the top fields that differ between two arguments in JSON. */
function findChangedFields(a: string | undefined, b: string | undefined): readonly string[] {
  const [first, second] = [toFields(a), toFields(b)];
  if (first === undefined || second === undefined) return ['arguments'];
  const changed: string[] = [];
  for (const name of new Set([...first.keys(), ...second.keys()])) {
    if (first.get(name) !== second.get(name)) changed.push(name);
    if (changed.length >= MAX_FIELDS) break;
  }
  return changed.length === 0 ? ['arguments'] : changed;
}

function toFields(text: string | undefined): ReadonlyMap<string, string> | undefined {
  if (text === undefined || text.length > MAX_CHARS || !text.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    return new Map(Object.entries(value).map(([name, field]) => [name, JSON.stringify(field)]));
  } catch {
    // Arguments that only look like JSON are compared as a whole.
    return undefined;
  }
}
