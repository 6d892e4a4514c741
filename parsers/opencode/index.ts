/**
 * OpenCode: exports, lists of messages with parts, and documents of its storage in one file.
 *
 * https://github.com/sst/opencode (README.md says what is read, what is not, and what lies). The storage folder
 * itself is `opencode-storage`.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('opencode'),
  version: 1,
  title: 'OpenCode exports and storage documents',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/sst/opencode',
    versionsSeen: ['0.1', '1.3.17'],
    checked: '2026-11-25',
    keeps: [
      'one llm span per assistant message, or per step where a message has several, with its tokens',
      'tool parts with arguments, result, error, exit code and times; sub-agent sessions below their task call',
      'retries, compactions, patches',
    ],
    ignores: ['costs, snapshots, file diffs of a message'],
  },
  idScope: 'global',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
