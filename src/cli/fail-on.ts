import type {FindingSeverity} from '../model/finding.js';
import {readText, type Arguments} from './arguments.js';
import {EXIT} from './exit-code.js';

const ORDER: readonly string[] = ['info', 'warning', 'critical'] satisfies FindingSeverity[];

/** 1 when a finding is at or above `--fail-on`, else 0. */
export function chooseExitCode(
  args: Arguments,
  findings: Iterable<{readonly severity: FindingSeverity}>,
): number {
  const least = ORDER.indexOf(readText(args, 'fail-on') ?? 'never');
  if (least < 0) return EXIT.done;
  for (const {severity} of findings) {
    if (ORDER.indexOf(severity) >= least) return EXIT.findings;
  }
  return EXIT.done;
}
