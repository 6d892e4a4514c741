/**
 * OpenManus console and file logs (loguru).
 *
 * README.md says what is read, what is not, what lies, and how it differs from its look-alikes.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('openmanus'),
  version: 1,
  title: 'OpenManus logs (console, logs/*.log)',
  provenance: {
    evidence: 'source',
    url: 'https://github.com/FoundationAgents/OpenManus/blob/main/app/agent/toolcall.py',
    versionsSeen: ['logs printed in public notes, March 2025 to 2026'],
    checked: '2026-11-25',
    keeps: [
      'one llm span per reply with its tokens, tool calls and results, steps, warnings and errors',
      'its own verdicts: stuck state, step and token limits',
    ],
    ignores: ['cumulative token totals', 'lines of other loggers'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
