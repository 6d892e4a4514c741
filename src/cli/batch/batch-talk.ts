import type {BatchEvent} from '../../batch/progress.js';
import {formatBytes, formatCount, formatCountOf, formatPercent} from '../../text/numbers.js';
import {formatDurationUs} from '../../text/times.js';
import {literal, show, visible, type DisplayText} from '../../text/visible.js';
import {fit, padTo} from '../../text/width.js';
import {toShownPath} from '../case-path.js';
import type {Output} from '../output.js';

/** Between two draws of the last line, milliseconds. */
const DRAW_MS = 100;
/** Before this long a rate is a guess, milliseconds. */
const MIN_RATE_MS = 500;
const BAR_COLUMNS = 16;
const CLEAR_LINE = '\r\u001b[K';

export interface BatchTalk {
  tell(event: BatchEvent): void;
  clear(): void;
}

/**
 * What a batch says while it works, on stderr: a line per file as it ends, and on a terminal below them one
 * line that redraws itself, with the rate and the time left.
 */
export function createBatchTalk(
  output: Output,
  {cwd, clockMs}: {readonly cwd: string; readonly clockMs: () => number},
): BatchTalk {
  let drawnMs = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  let phase: {readonly kind: string; readonly beganMs: number; readonly from: number} | undefined;
  const clear = (): void => {
    if (isDrawn) output.talk(CLEAR_LINE);
    isDrawn = false;
  };
  const say = (text: DisplayText): void => {
    clear();
    output.talk(`${text}\n`);
  };
  const draw = (
    kind: string,
    done: number,
    total: number,
    build: (rate: Rate) => DisplayText,
  ): void => {
    if (!output.talkIsTerminal || total === 0) return;
    const nowMs = clockMs();
    if (phase?.kind !== kind) phase = {kind, beganMs: nowMs, from: done};
    if (nowMs - drawnMs < DRAW_MS) return;
    drawnMs = nowMs;
    output.talk(CLEAR_LINE + fit(build(rateOf(phase, {done, total, nowMs})), output.width - 1));
    isDrawn = true;
  };
  return {
    clear,
    tell(event) {
      switch (event.kind) {
        case 'planned':
          say(
            show`reading ${formatCountOf(event.files, 'file')}, ${formatBytes(event.bytesTotal)}`,
          );
          return;
        case 'read': {
          const {path, parserId, counts, kind} = event.source;
          // Of a batch that goes on there may be thousands: the summary counts them.
          if (kind === 'unchanged') return;
          const refused = counts.refused === 0 ? literal('') : show`, ${counts.refused} refused`;
          const records = show`${formatCountOf(counts.read, 'record')}${refused}`;
          const shown = visible(toShownPath(path, cwd));
          say(
            show`${padTo(literal('read'), 6)} ${padTo(visible(parserId), 16)} ${shown}  ${records}`,
          );
          return;
        }
        case 'skipped': {
          const {path, reason, kind} = event.skip;
          // Asked for, and there may be thousands: the summary counts them.
          if (kind === 'too-old' || kind === 'not-chosen') return;
          const word = kind === 'set-aside' ? 'aside' : kind === 'duplicate' ? 'same' : 'skip';
          const told = visible(stripPath(reason, path));
          say(show`${padTo(literal(word), 6)} ${visible(toShownPath(path, cwd))}: ${told}`);
          return;
        }
        case 'worker-crash':
          say(
            show`crash  ${visible(toShownPath(event.path, cwd))}: its worker ended: ${visible(event.how)}`,
          );
          return;
        case 'reading': {
          const {bytesDone, bytesTotal, filesDone} = event;
          draw('reading', bytesDone, bytesTotal, ({share, perSecond, leftUs}) => {
            const rate =
              perSecond === undefined ? literal('') : show`  ${formatBytes(perSecond)}/s`;
            return show`${bar(share)} of ${formatBytes(bytesTotal)}${rate}${left(leftUs)}  ${formatCountOf(filesDone, 'file')}`;
          });
          return;
        }
        case 'judging': {
          const {runsDone, runsTotal} = event;
          draw('judging', runsDone, runsTotal, ({share, perSecond, leftUs}) => {
            const rate =
              perSecond === undefined ? literal('') : show`  ${formatCount(perSecond)} runs/s`;
            return show`${bar(share)} of ${formatCountOf(runsTotal, 'run')} judged${rate}${left(leftUs)}`;
          });
          return;
        }
      }
    },
  };
}

interface Rate {
  readonly share: number;
  readonly perSecond: number | undefined;
  readonly leftUs: number | undefined;
}

function rateOf(
  phase: {readonly beganMs: number; readonly from: number},
  {done, total, nowMs}: {readonly done: number; readonly total: number; readonly nowMs: number},
): Rate {
  const share = Math.min(1, done / total);
  const spentMs = nowMs - phase.beganMs;
  const made = done - phase.from;
  if (spentMs < MIN_RATE_MS || made <= 0) return {share, perSecond: undefined, leftUs: undefined};
  const perSecond = (made * 1000) / spentMs;
  return {share, perSecond, leftUs: ((total - done) / perSecond) * 1e6};
}

function bar(share: number): DisplayText {
  const filled = Math.round(share * BAR_COLUMNS);
  const drawn = literal('#'.repeat(filled) + '.'.repeat(BAR_COLUMNS - filled));
  return show`[${drawn}] ${formatPercent(share)}`;
}

function left(leftUs: number | undefined): DisplayText {
  return leftUs === undefined ? literal('') : show`  ${formatDurationUs(leftUs)} left`;
}

/** Reasons begin with the path, which stands before them already. */
function stripPath(reason: string, path: string): string {
  const own = reason.startsWith(`${path}: `) ? reason.slice(path.length + 2) : reason;
  return own.replace(/; looked for [^;]*/, '');
}
