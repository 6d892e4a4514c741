/**
 * OpenAI Agents SDK: traces and spans as its processors export them. Source: openai/openai-agents-python
 * src/agents/tracing (span_data.py, spans.py, traces.py). Shapes and what lies: README.md beside this file.
 */
import {toParserId} from '../api.js';
import type {TraceParser} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('openai-agents'),
  version: 1,
  title: 'OpenAI Agents SDK export (trace, trace.span; start/end events)',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/openai/openai-agents-python/blob/main/src/agents/tracing/span_data.py',
    versionsSeen: [
      'export of 2025-06 by a custom processor (observed)',
      'the SDK exporter, Python and JS (source)',
      'raaf start/end events (source)',
    ],
    checked: '2026-08-15',
    keeps: [
      'agent, function, generation, response, handoff, guardrail, custom, task and turn spans; errors',
      'what a custom processor writes beside them (span_data_input as messages)',
    ],
    ignores: ['Python text of a response object (left in the attributes, not evaluated)'],
  },
  idScope: 'global',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
