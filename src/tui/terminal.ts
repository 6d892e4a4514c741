import type {ScreenWriter} from './screen-writer.js';

/** Escape sequences that we write ourselves: Ink 6.8 knows no alternate screen. */
const ENTER_ALTERNATE = '\u001b[?1049h';
const LEAVE_ALTERNATE = '\u001b[?1049l';
/** Without wrapping, a line that a terminal draws wider than we measured is cut, not broken in two. */
const WRAP_OFF = '\u001b[?7l';
const WRAP_ON = '\u001b[?7h';
const SHOW_CURSOR = '\u001b[?25h';
const HIDE_CURSOR = '\u001b[?25l';
const RESET_STYLE = '\u001b[0m';
const CLEAR_SCREEN = '\u001b[H\u001b[2J';

export interface Terminal {
  /** Takes the screen; a second call does nothing. */
  readonly enter: () => void;
  /** Gives it back as it was; a second call does nothing. */
  readonly leave: () => void;
}

export function createTerminal(stdin: NodeJS.ReadStream, stdout: NodeJS.WriteStream): Terminal {
  let isInside = false;
  return {
    enter: () => {
      if (isInside) return;
      isInside = true;
      // At once: what is typed before the keys are read must not be echoed into the frame.
      if (stdin.isTTY) stdin.setRawMode(true);
      stdout.write(ENTER_ALTERNATE + WRAP_OFF + HIDE_CURSOR + CLEAR_SCREEN);
    },
    leave: () => {
      if (!isInside) return;
      isInside = false;
      if (stdin.isTTY) stdin.setRawMode(false);
      stdout.write(RESET_STYLE + WRAP_ON + SHOW_CURSOR + LEAVE_ALTERNATE);
    },
  };
}

const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;
const SIGNAL_EXIT_CODES: Readonly<Record<(typeof SIGNALS)[number], number>> = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
};

/**
 * Gives the terminal back however the process ends: a signal, an exit from elsewhere, an error nobody
 * caught (before Node prints it, or it would vanish with the alternate screen). Returns how to stop.
 */
export function guardTerminal(leave: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals): void => {
    leave();
    const known = SIGNALS.find((name) => name === signal);
    process.exit(known === undefined ? 1 : SIGNAL_EXIT_CODES[known]);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.on('exit', leave);
  process.on('uncaughtExceptionMonitor', leave);
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
    process.off('exit', leave);
    process.off('uncaughtExceptionMonitor', leave);
  };
}

/**
 * Ctrl+Z: gives the terminal back, stops the whole job as a shell expects, and takes the screen again when
 * it goes on. Returns how to stop listening.
 */
export function createSuspend(
  terminal: Terminal,
  stdin: NodeJS.ReadStream,
  writer: Pick<ScreenWriter, 'mute' | 'unmute' | 'redraw'>,
): {readonly suspend: () => void; readonly stop: () => void} {
  const onContinue = (): void => {
    terminal.enter();
    writer.unmute();
    writer.redraw();
  };
  process.on('SIGCONT', onContinue);
  return {
    suspend: () => {
      writer.mute();
      terminal.leave();
      // 0 is the process group: a wrapper such as npm must stop too, or the shell never gets its prompt.
      process.kill(0, 'SIGTSTP');
    },
    stop: () => {
      process.off('SIGCONT', onContinue);
    },
  };
}
