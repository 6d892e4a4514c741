/**
 * Inspect AI: an eval log as one JSON document, one run per sample.
 *
 * Specification: the writer's source at the URL below. Read: events with spans, old step logs, old
 * `transcript` samples, samples with messages only, pooled inputs, attachments, bare event lists.
 * Ignored: raw provider requests (`call`), state patches. The `.eval` archive is `inspect-eval`.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('inspect'),
  version: 2,
  title: 'Inspect AI logs (JSON)',
  provenance: {
    evidence: 'source',
    url: 'https://github.com/UKGovernmentBEIS/inspect_ai/blob/main/src/inspect_ai/log/_log.py',
    versionsSeen: ['0.3.41', '0.3.58', '0.3.95', '0.3.135'],
    checked: '2026-11-23',
    keeps: [
      'one run per sample, with its scores, limits, errors and retries as verdicts and events',
      'one llm span per model event with its whole input, one tool span per tool event',
      'span_begin and span_end, or old steps, as chain, agent and evaluator spans',
      'what tools did in the sandbox',
    ],
    ignores: ['raw provider requests and responses', 'state and store patches', 'tool schemas'],
  },
  idScope: 'trace-in-source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
