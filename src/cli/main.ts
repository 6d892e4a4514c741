import {describeFailure, describeStop} from './failure.js';
import {EXIT} from './exit-code.js';
import {createOutput} from './output.js';
import {readSavedHelp} from './saved-help.js';
import {listenToStopSignals} from './stop-signals.js';
import {readTool} from './tool.js';
import {turnMaskingOff} from '../text/secrets/masking.js';

/** The whole program: arguments in, exit code out. Never throws. */
export async function main(argv: readonly string[]): Promise<number> {
  const {stdout, stderr, env} = process;
  // As --no-color: decided before the first text is made, a wrong option included.
  if (argv.includes('--no-mask')) turnMaskingOff();
  const output = createOutput({stdout, stderr, env, noColor: argv.includes('--no-color')});
  const stop = listenToStopSignals((signal) => {
    output.talk(describeStop(signal));
  });
  try {
    const help = readSavedHelp(argv);
    if (help !== undefined) {
      await output.data(help);
      return EXIT.done;
    }
    const {parseArguments} = await import('./parse-arguments.js');
    const parsed = await parseArguments(argv, readTool().version);
    if (parsed.kind === 'text') {
      await output.data(parsed.text);
      return EXIT.done;
    }
    const {run} = await parsed.spec.load();
    return await run({args: parsed.args, output, signal: stop.signal, cwd: process.cwd(), env});
  } catch (error) {
    const debug = argv.includes('--debug');
    const failure = describeFailure(error, {signal: stop.signal, debug});
    output.talk(failure.text);
    return failure.exitCode;
  } finally {
    stop.release();
  }
}
