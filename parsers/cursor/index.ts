/**
 * Cursor CLI: `agent-transcripts/*.jsonl`, one `{role, message{content[]}}` per line.
 *
 * No public specification; known from real files (README.md says which, what is read, and how it differs
 * from look-alikes).
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('cursor'),
  version: 1,
  title: 'Cursor CLI transcripts',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/jazzyalex/agent-sessions',
    versionsSeen: ['fixtures of agent-sessions (2026)'],
    checked: '2026-11-23',
    keeps: ['one llm span per assistant message, a tool span per tool_use'],
    ignores: [],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
