import {UserError} from '../model/user-error.js';
import {explainAddonError} from '../store/addon-error.js';
import {visible} from '../text/visible.js';
import {EXIT, isStopSignal, SIGNAL_EXIT} from './exit-code.js';
import {OutputClosed} from './output.js';

export interface Failure {
  readonly exitCode: number;
  /** For stderr; empty where there is nothing to say. */
  readonly text: string;
}

/** The one place where what was thrown becomes words and an exit code (STYLE H38). */
export function describeFailure(
  thrown: unknown,
  {signal, debug}: {readonly signal: AbortSignal; readonly debug: boolean},
): Failure {
  if (signal.aborted && isStopSignal(signal.reason)) {
    return {exitCode: SIGNAL_EXIT[signal.reason], text: describeStop(signal.reason)};
  }
  const error = explainAddonError(thrown) ?? thrown;
  if (error instanceof OutputClosed) return {exitCode: EXIT.done, text: ''};
  if (error instanceof UserError) {
    const next = error.next === undefined ? '' : `; ${error.next}`;
    const stack = debug ? `${error.stack ?? ''}\n` : '';
    return {exitCode: EXIT.usage, text: `whatbroke: ${oneLine(error.message + next)}\n${stack}`};
  }
  const message = error instanceof Error ? error.message : String(error);
  const hint = debug ? '' : '; run again with --debug for the details, and report it';
  const stack = debug && error instanceof Error ? `${error.stack ?? ''}\n` : '';
  return {
    exitCode: EXIT.bug,
    text: `whatbroke: this is a bug in whatbroke: ${oneLine(message)}${hint}\n${stack}`,
  };
}

export function describeStop(signal: string): string {
  return `whatbroke: stopped by ${signal}; what was complete is kept, run the command again to go on\n`;
}

/** A message may quote a log: safe to show, and one line whatever it quotes. */
function oneLine(message: string): string {
  return visible(message.replaceAll(/\s*\n\s*/g, ' '));
}
