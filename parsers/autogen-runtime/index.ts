/**
 * AutoGen 0.2 and AG2 `runtime_logging`: the SQLite file `logs.db` and the log `runtime.log`.
 *
 * README.md says what is read, what is not, what lies, and how it differs from its look-alikes.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('autogen-runtime'),
  version: 1,
  title: 'AutoGen 0.2 / AG2 runtime logs (SQLite, file logger)',
  provenance: {
    evidence: 'source',
    isUnseen: true,
    url: 'https://github.com/microsoft/autogen/blob/0.2/autogen/logger/sqlite_logger.py',
    versionsSeen: ['pyautogen 0.2', 'ag2 0.3 to 0.9', 'schema version 1'],
    checked: '2026-11-25',
    keeps: [
      'one llm span per completion with request, response, usage and times; function calls; received messages as hand-offs',
    ],
    ignores: ['costs, construction of clients and wrappers'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
