import {literal, show, type DisplayText} from '../../text/visible.js';
import {formatCount} from '../../text/numbers.js';
import type {RunSummary} from '../reader.js';

/** Where a typed line leads: a step, a time, a share of the run, a lap, or a span by its id. */
export type GotoTarget =
  | {readonly kind: 'step'; readonly step: number}
  | {readonly kind: 'time'; readonly timeUs: number}
  | {readonly kind: 'lap'; readonly lap: number}
  | {readonly kind: 'span'; readonly spanId: string}
  | {readonly kind: 'wrong'; readonly why: DisplayText};

const UNIT_US: ReadonlyMap<string, number> = new Map([
  ['ms', 1e3],
  ['s', 1e6],
  ['m', 60e6],
  ['h', 3600e6],
]);
const DAY_US = 24 * 3600e6;

/**
 * `120` a step; `50%` of the run; `+90s` after its start; `14:03:20` or an ISO date and time; `lap 12`; `span ID`, or
 * just the id.
 */
export function parseGoto(text: string, run: RunSummary): GotoTarget {
  const typed = text.trim();
  if (typed === '') return wrong(literal('nothing was typed'));
  if (/^\d{1,12}$/.test(typed)) return toStep(Number(typed), run);
  const share = /^(\d{1,3}(?:\.\d+)?)%$/.exec(typed);
  if (share !== null)
    return {
      kind: 'step',
      step: Math.round(((run.steps - 1) * Math.min(100, Number(share[1]))) / 100),
    };
  const lap = /^lap\s*(\d{1,9})$/i.exec(typed);
  if (lap !== null) return {kind: 'lap', lap: Number(lap[1])};
  const time = toTime(typed, run);
  if (time !== undefined) return time;
  const span = /^span\s+(\S+)$/i.exec(typed);
  return {kind: 'span', spanId: span?.[1] ?? typed};
}

function toStep(step: number, run: RunSummary): GotoTarget {
  if (step >= 1 && step <= run.steps) return {kind: 'step', step: step - 1};
  return wrong(
    show`there is no step ${formatCount(step)}: steps go from 1 to ${formatCount(run.steps)}`,
  );
}

function toTime(typed: string, run: RunSummary): GotoTarget | undefined {
  const after = /^\+(\d+(?:\.\d+)?)(ms|s|m|h)$/i.exec(typed);
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?$/.exec(typed);
  const date = /^\d{4}-\d{2}-\d{2}([T ].*)?$/.test(typed);
  if (after === null && clock === null && !date) return undefined;
  if (run.startUs === undefined) return wrong(literal('this log tells no times'));
  if (after !== null) {
    const unit = UNIT_US.get((after[2] ?? 's').toLowerCase()) ?? 1e6;
    return {kind: 'time', timeUs: run.startUs + Number(after[1]) * unit};
  }
  if (clock !== null) return {kind: 'time', timeUs: clockAfter(clock, run.startUs)};
  // Without a zone the time is meant as the screen shows it: UTC, or the clock of the log.
  const iso = typed.replace(' ', 'T');
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(iso);
  const ms = Date.parse(hasZone || !iso.includes('T') ? iso : `${iso}Z`);
  if (Number.isNaN(ms)) return wrong(literal('no such date: write 2026-03-03 02:44:45'));
  return {kind: 'time', timeUs: ms * 1000};
}

/** The first moment at that time of day that is not before the run's start. */
function clockAfter(clock: RegExpExecArray, startUs: number): number {
  const [, hours = '0', minutes = '0', seconds = '0'] = clock;
  const ofDay = Number(hours) * 3600e6 + Number(minutes) * 60e6 + Number(seconds) * 1e6;
  const dayStart = Math.floor(startUs / DAY_US) * DAY_US;
  const today = dayStart + ofDay;
  return today + 1e6 > startUs ? today : today + DAY_US;
}

function wrong(why: DisplayText): GotoTarget {
  return {kind: 'wrong', why};
}
