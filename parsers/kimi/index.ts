/**
 * Kimi Code: `agents/<agent>/wire.jsonl`.
 *
 * No public specification; known from real files (README.md says which, what is read, and how it differs
 * from look-alikes).
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('kimi'),
  version: 1,
  title: 'Kimi Code sessions',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/MoonshotAI/kimi-cli',
    versionsSeen: ['protocol 1.4'],
    checked: '2026-11-23',
    keeps: ['one llm span per step with its usage, calls, results, retries, cancelled turns'],
    ignores: ['settings, tool snapshots, repeated usage records'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
