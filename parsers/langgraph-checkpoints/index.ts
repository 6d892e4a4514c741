/**
 * LangGraph: the SQLite file of `SqliteSaver` and `AsyncSqliteSaver` (tables `checkpoints` and `writes`).
 *
 * README.md says what is read, what is not, what lies, and how it differs from its look-alikes.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('langgraph-checkpoints'),
  version: 1,
  title: 'LangGraph checkpoints (SqliteSaver)',
  provenance: {
    evidence: 'source',
    isUnseen: true,
    url: 'https://github.com/langchain-ai/langgraph/blob/main/libs/checkpoint-sqlite/langgraph/checkpoint/sqlite/__init__.py',
    versionsSeen: ['langgraph-checkpoint-sqlite 1 to 3'],
    checked: '2026-11-25',
    keeps: [
      'threads, super-steps, nodes, subgraphs; AI messages as replies with usage, calls and results by id; errors of nodes',
    ],
    ignores: ['the cumulative state of each checkpoint: only what is written counts'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
