import {span, type Span} from '../text/spans.js';
import {FAILED} from '../text/signs.js';
import {literal} from '../text/visible.js';
import type {Outcome, StepKind} from '../tree/step-table.js';

/** Words of the step list, in one place; the signs beside them are in text/signs.ts. */

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
      return span('error', FAILED);
    case 'unresolved':
      return span('muted', literal('no result'));
  }
}
