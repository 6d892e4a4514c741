import {span, type Span} from '../text/spans.js';
import {literal} from '../text/visible.js';
import type {StyleToken} from '../text/style.js';
import type {FindingSeverity} from '../model/finding.js';
import type {Outcome, StepKind} from '../tree/step-table.js';

/** Words and glyphs of the step list, in one place: a glyph never stands without its word nearby. */

const KIND_WORDS: Readonly<Record<StepKind, string>> = {
  llm: 'llm',
  tool: 'tool',
  handoff: 'handoff',
  'user-turn': 'user',
  compaction: 'compact',
  'agent-start': 'agent',
  retry: 'retry',
  state: 'state',
  other: 'other',
};

/** Columns of the longest kind word. */
export const KIND_COLUMNS = 7;

export function kindWord(kind: StepKind): string {
  return KIND_WORDS[kind];
}

export function outcomeSpan(outcome: Outcome): Span {
  switch (outcome) {
    case 'ok':
      return span('ok', literal('ok'));
    case 'error':
      return span('error', literal('x error'));
    case 'unresolved':
      return span('muted', literal('no result'));
  }
}

const SEVERITY_GLYPHS: Readonly<Record<FindingSeverity, string>> = {
  critical: '!',
  warning: '~',
  info: 'i',
};

export function severityGlyph(severity: FindingSeverity): string {
  return SEVERITY_GLYPHS[severity];
}

export function severityToken(severity: FindingSeverity): StyleToken {
  return severity === 'info' ? 'accent' : severity;
}
