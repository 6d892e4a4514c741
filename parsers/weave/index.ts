/**
 * Weights & Biases Weave: calls as `calls/stream_query` and the SDK give them.
 *
 * README.md says what is read, what is not, what lies, and how it differs from its look-alikes.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('weave'),
  version: 1,
  title: 'W&B Weave calls (stream_query JSONL, SDK lists)',
  provenance: {
    evidence: 'source',
    isUnseen: true,
    url: 'https://github.com/wandb/weave/blob/master/weave/trace_server/trace_server_interface.py',
    versionsSeen: ['CallSchema (2025)'],
    checked: '2026-11-25',
    keeps: [
      'calls with parents, times, exceptions, inputs and outputs, messages and tokens of model calls',
    ],
    ignores: ['usage sums of callers stay attributes; costs; object references are not resolved'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
