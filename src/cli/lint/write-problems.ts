import {toGithubAnnotation} from '../../report/lint/github.js';
import type {LintProblem} from '../../report/lint/lint-rule.js';
import {lintRules} from '../../report/lint/registry.js';
import {buildSarif} from '../../report/render/sarif.js';
import type {FindingSeverity} from '../../model/finding.js';
import {formatCountOf} from '../../text/numbers.js';
import {line, span, type Line} from '../../text/spans.js';
import type {StyleToken} from '../../text/style.js';
import {literal, show, visible} from '../../text/visible.js';
import {wrapLine} from '../../text/wrap.js';
import type {CommandContext} from '../command.js';
import {writeJson} from '../json-output.js';
import {toSafeJson} from '../safe-json.js';
import {readTool} from '../tool.js';
import {printLines} from '../view/print-lines.js';
import type {LintedFile} from './lint-files.js';

export const LINT_FORMS = ['pretty', 'json', 'sarif', 'github'] as const;
export type LintForm = (typeof LINT_FORMS)[number];

const MAX_LINES = 6;
const TOKEN: Readonly<Record<FindingSeverity, StyleToken>> = {
  critical: 'critical',
  warning: 'warning',
  info: 'accent',
};

export async function writeProblems(
  {output}: CommandContext,
  form: LintForm,
  files: readonly LintedFile[],
): Promise<void> {
  switch (form) {
    case 'pretty':
      await printLines(output, toLines(files, output.width));
      return;
    case 'json':
      await writeJson(output, 'lint', toJson(files));
      return;
    case 'sarif':
      await output.data(`${toSafeJson(toSarif(files), 2)}\n`);
      return;
    case 'github':
      for (const {name, problems} of files) {
        for (const problem of problems) await output.data(`${toGithubAnnotation(name, problem)}\n`);
      }
  }
}

function* toLines(files: readonly LintedFile[], width: number): Generator<Line> {
  let count = 0;
  for (const {name, problems} of files) {
    for (const problem of problems) {
      const {severity, rule, message, reason, better} = problem;
      const place = `${name}:${problem.line}:${problem.column}`;
      yield [
        span('strong', visible(place)),
        span(TOKEN[severity], show`  ${visible(severity)}`),
        span('muted', show`  ${visible(rule)}`),
      ];
      for (const text of [message, `why: ${reason}`, `better: ${better}`]) {
        for (const part of wrapLine(visible(text), width - 2, MAX_LINES)) {
          yield line('plain', show`  ${part}`);
        }
      }
      yield line('plain', literal(''));
    }
    count += problems.length;
  }
  const of = formatCountOf(files.length, 'document');
  yield line('muted', show`${formatCountOf(count, 'problem')} in ${of}`);
}

function toJson(files: readonly LintedFile[]): object {
  return {
    files: files.map(({name, problems}) => ({
      file: name,
      problems: problems.map(({fix, ...problem}) => ({...problem, fixable: fix !== undefined})),
    })),
  };
}

function toSarif(files: readonly LintedFile[]): object {
  return buildSarif({
    toolVersion: readTool().version,
    rules: lintRules.map(({id, severity, title, reason}) => ({id, severity, title, help: reason})),
    results: files.flatMap(({name, problems}) =>
      problems.map((problem) => ({
        ruleId: problem.rule,
        severity: problem.severity,
        message: `${problem.message}. Better: ${problem.better}`,
        file: name,
        region: toRegion(problem),
      })),
    ),
  });
}

function toRegion({line: startLine, column: startColumn, endLine, endColumn}: LintProblem) {
  return {startLine, startColumn, endLine, endColumn};
}
