import {escapeHtml} from '../../text/html.js';
import type {StoredFinding} from '../../replay/reader.js';
import type {DraftInput} from '../draft/draft-input.js';

/**
 * A run as a JUnit suite: one case a rule, failed where it found something of at least a warning. Attributes
 * are those of the Jenkins schema (junit-10.xsd), which GitLab, Jenkins and others read.
 */
export function renderJunit({findings, summary, rules}: DraftInput): string {
  const failing = findings.filter(({severity}) => severity !== 'info');
  const failed = new Set<string>(failing.map(({rule}) => rule));
  const totals = `tests="${rules.length}" failures="${failed.size}" errors="0"`;
  const name = escapeHtml(summary.name ?? summary.id);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="whatbroke" ${totals}>`,
    `  <testsuite name="${name}" ${totals} skipped="0">`,
    '    <properties>',
    `      <property name="run" value="${escapeHtml(summary.id)}"/>`,
    `      <property name="outcome" value="${summary.outcome.value}"/>`,
    '    </properties>',
  ];
  for (const {id} of rules) {
    const own = findings.filter(({rule}) => rule === id);
    const head = `    <testcase name="${escapeHtml(id)}" classname="${name}"`;
    if (own.length === 0) lines.push(`${head}/>`);
    else lines.push(`${head}>`, ...own.flatMap((finding) => describe(finding)), '    </testcase>');
  }
  lines.push('  </testsuite>', '</testsuites>', '');
  return lines.join('\n');
}

/** Failures come before what was only noted, as the schema wants it: findings are sorted worst first. */
function describe(finding: StoredFinding): readonly string[] {
  const text = [
    finding.title,
    `steps ${finding.firstStep + 1} to ${finding.lastStep + 1}, finding ${finding.id}`,
    `unchanged: ${finding.unchanged}`,
    `confidence ${finding.confidence}: ${finding.confidenceReason}`,
  ].join('\n');
  if (finding.severity === 'info') return [`      <system-out>${escapeHtml(text)}</system-out>`];
  const message = escapeHtml(finding.title);
  return [
    `      <failure type="${escapeHtml(finding.severity)}" message="${message}">${escapeHtml(text)}</failure>`,
  ];
}
