/**
 * Copilot CLI: `session-state/<id>/events.jsonl`.
 *
 * No public specification; known from real files (README.md says which, what is read, and how it differs
 * from look-alikes).
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('copilot-cli'),
  version: 1,
  title: 'GitHub Copilot CLI sessions',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/jazzyalex/agent-sessions',
    versionsSeen: ['1.0.11', '1.0.77'],
    checked: '2026-11-23',
    keeps: ['messages, calls with start and end, sub-agents, errors, truncations'],
    ignores: ['hooks, settings, usage checkpoints, encrypted reasoning'],
  },
  idScope: 'trace-in-source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
