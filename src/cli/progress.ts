import {formatBytes, formatPercent} from '../text/numbers.js';
import {fit, fitEnd, textWidth} from '../text/width.js';
import {literal, show, visible} from '../text/visible.js';
import type {Output} from './output.js';

export interface Progress {
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly path: string;
}

export interface ProgressBar {
  update(progress: Progress): void;
  /** A line for a phase that has no bytes to count. */
  say(text: string): void;
  clear(): void;
}

/** Between two draws, milliseconds: smooth, and no cost that could be measured. */
const DRAW_MS = 100;
const BAR_COLUMNS = 20;
const LINE_COLUMNS = 78;
const CLEAR_LINE = '\r\u001b[K';

/** One line on stderr that redraws itself; silent where stderr is no terminal. */
export function createProgressBar(output: Output, clockMs: () => number): ProgressBar {
  if (!output.talkIsTerminal) {
    const nothing = (): void => undefined;
    return {update: nothing, say: nothing, clear: nothing};
  }
  let drawnMs = Number.NEGATIVE_INFINITY;
  let isShown = false;
  const draw = (text: string): void => {
    output.talk(CLEAR_LINE + text);
    isShown = true;
  };
  return {
    update(progress) {
      const nowMs = clockMs();
      if (nowMs - drawnMs < DRAW_MS) return;
      drawnMs = nowMs;
      draw(drawBar(progress));
    },
    say(text) {
      draw(fit(visible(text), LINE_COLUMNS));
    },
    clear() {
      if (isShown) output.talk(CLEAR_LINE);
      isShown = false;
    },
  };
}

function drawBar({bytesDone, bytesTotal, path}: Progress): string {
  const share = bytesTotal > 0 ? Math.min(1, bytesDone / bytesTotal) : 0;
  const filled = Math.round(share * BAR_COLUMNS);
  const bar = literal('#'.repeat(filled) + '.'.repeat(BAR_COLUMNS - filled));
  const head = show`[${bar}] ${formatPercent(share)} of ${formatBytes(bytesTotal)}  `;
  return head + fitEnd(visible(path), LINE_COLUMNS - textWidth(head));
}
