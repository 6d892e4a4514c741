/**
 * Grok Build: `chat_history.jsonl` beside `summary.json`.
 *
 * No public specification; known from real files (README.md says which, what is read, and how it differs
 * from look-alikes).
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('grok'),
  version: 1,
  title: 'Grok Build chat histories',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/jazzyalex/agent-sessions',
    versionsSeen: ['chat_format_version 1'],
    checked: '2026-11-23',
    keeps: ['messages with their reasoning, calls and results'],
    ignores: ['encrypted reasoning'],
  },
  idScope: 'trace-in-source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
