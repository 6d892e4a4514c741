import type {FindingSeverity} from '../../model/finding.js';
import type {LintDocument} from './document.js';
import type {Hit, KnownEvidence, LintProblem, LintRule} from './lint-rule.js';
import {parseDocument} from './parse-document.js';
import {lintRules} from './registry.js';
import {EMPTY_WORDS, type WordEntry} from './words.js';

export interface LintOptions {
  /** Severity by rule id; `off` leaves the rule out. */
  readonly rules?: ReadonlyMap<string, FindingSeverity | 'off'>;
  /** Words of the team, beside ours. */
  readonly words?: readonly WordEntry[];
  readonly evidence?: KnownEvidence;
}

/** Problems of a Markdown document, in its order. Pure. */
export function lintMarkdown(source: string, options: LintOptions = {}): readonly LintProblem[] {
  const document = parseDocument(source);
  const context = {
    document,
    words: [...EMPTY_WORDS, ...(options.words ?? [])],
    evidence: options.evidence,
  };
  const problems: LintProblem[] = [];
  for (const rule of lintRules) {
    const severity = options.rules?.get(rule.id) ?? rule.severity;
    if (severity === 'off') continue;
    for (const hit of rule.check(context)) {
      const problem = toProblem(document, hit, {...rule, severity});
      if (!isDisabled(document, problem)) problems.push(problem);
    }
  }
  return problems.sort(
    (a, b) => a.line - b.line || a.column - b.column || (a.rule < b.rule ? -1 : 1),
  );
}

function toProblem(
  {placeAt}: LintDocument,
  hit: Hit,
  rule: Pick<LintRule, 'id' | 'severity' | 'reason' | 'better'>,
): LintProblem {
  const start = placeAt(hit.from);
  const end = placeAt(Math.max(hit.from + 1, hit.to));
  return {
    rule: rule.id,
    severity: rule.severity,
    message: hit.message,
    reason: rule.reason,
    better: hit.better ?? rule.better,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    fix: hit.fix,
  };
}

function isDisabled({disabled}: LintDocument, {rule, line}: LintProblem): boolean {
  return disabled.some(
    ({rules, fromLine, toLine}) =>
      line >= fromLine && line <= toLine && (rules.length === 0 || rules.includes(rule)),
  );
}

/** The document with every safe fix made; overlapping ones wait for the next run. */
export function applyFixes(source: string, problems: readonly LintProblem[]): string {
  const fixes = problems.flatMap(({fix}) => fix ?? []).sort((a, b) => a.from - b.from);
  let text = '';
  let done = 0;
  for (const {from, to, text: replacement} of fixes) {
    if (from < done) continue;
    text += source.slice(done, from) + replacement;
    done = to;
  }
  return text + source.slice(done);
}
