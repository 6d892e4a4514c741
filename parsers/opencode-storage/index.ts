/**
 * The storage folder of OpenCode: `session/`, `message/` and `part/`, one document a file.
 *
 * https://github.com/sst/opencode (README.md says what is read, what is not, and what lies).
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('opencode-storage'),
  version: 1,
  title: 'OpenCode storage folder',
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
  wholeFolder: true,
  sniff,
  parse,
};
