/**
 * LangSmith and the LangChain tracer. Source: langchain-ai/langsmith-sdk (schemas.py, run_trees.py,
 * client.ts). Shapes, look-alikes and what lies: README.md beside this file.
 */
import {toParserId} from '../api.js';
import type {TraceParser} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('langsmith'),
  version: 1,
  title: 'LangSmith runs (JSON, JSONL, API, ingest payloads)',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/langchain-ai/langsmith-sdk/blob/main/python/langsmith/schemas.py',
    versionsSeen: [
      'langsmith-py 0.1.131 and langsmith-js 0.1.65 ingest payloads (observed)',
      'run JSON and JSONL of the API and the SDKs (source)',
    ],
    checked: '2026-08-15',
    keeps: [
      'runs with inputs, outputs, errors, usage, messages; tags and metadata in the attributes',
      'the tree of parent_run_id, else of dotted_order, else of nested child_runs',
    ],
    ignores: [
      'streamed tokens (events), serialized constructors, costs',
      'token sums of runs that are no model calls',
      'Parquet bulk exports',
    ],
  },
  idScope: 'global',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
