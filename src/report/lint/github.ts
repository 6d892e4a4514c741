import {visible} from '../../text/visible.js';
import type {LintProblem} from './lint-rule.js';

const COMMAND = {critical: 'error', warning: 'warning', info: 'notice'} as const;

/** One workflow command of GitHub Actions: it becomes a note beside the line. */
export function toGithubAnnotation(file: string, problem: LintProblem): string {
  const {severity, line, endLine, column, endColumn, rule, message, better} = problem;
  const place = [
    `file=${escapeProperty(file)}`,
    `line=${line}`,
    `endLine=${endLine}`,
    // GitHub takes columns only within one line.
    ...(line === endLine ? [`col=${column}`, `endColumn=${endColumn}`] : []),
    `title=${escapeProperty(rule)}`,
  ];
  return `::${COMMAND[severity]} ${place.join(',')}::${escapeData(`${message}. Better: ${better}`)}`;
}

function escapeData(text: string): string {
  return visible(text).replaceAll('%', '%25');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
