/**
 * LangChain events: `astream_events` written out, and logs of callback handlers.
 *
 * README.md says what is read, what is not, what lies, and how it differs from its look-alikes.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('langchain-events'),
  version: 1,
  title: 'LangChain events (astream_events, callback logs)',
  provenance: {
    evidence: 'documentation',
    url: 'https://github.com/langchain-ai/langchain/blob/master/libs/core/langchain_core/runnables/schema.py',
    versionsSeen: [
      'events of astream_events versions 1 and 2 printed in public documentation (2024)',
      'callback methods of langchain-core 0.1 to 1.0 (source)',
    ],
    checked: '2026-11-25',
    keeps: [
      'one span per run_id under its parent, inputs, outputs, errors, usage, messages; a GraphRecursionError as verdict',
      'streamed text, where no end was logged',
    ],
    ignores: [
      'stream events that an end event sums up',
      'agent actions, which the tool events repeat',
    ],
  },
  idScope: 'global',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
