/**
 * Magentic-One: the event log of the 2024 package (`log.jsonl`) and chat histories of benchmarks.
 *
 * Specification: the writer's source at the URL below. Read: orchestration events, model calls, web surfer
 * actions, the orchestrator's ledger. Ignored: nothing known. Unlike AutoGen 0.4 event logs, each line has a
 * `timestamp` and a `source` of its own, and model calls hold counts only.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('magentic-one'),
  version: 1,
  title: 'Magentic-One event logs and chat histories',
  provenance: {
    evidence: 'source',
    url: 'https://github.com/microsoft/autogen/tree/v0.4.0.dev6/python/packages/autogen-magentic-one',
    versionsSeen: ['0.0.1 (2024-11)'],
    checked: '2026-11-23',
    keeps: [
      'one run per request of the user, hand-offs with the agents under them',
      'every ledger of the orchestrator as a verdict: satisfied, in a loop, progress',
      'one llm span per model call, given to who speaks next',
    ],
    ignores: [],
  },
  idScope: 'trace-in-source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
