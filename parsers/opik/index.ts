/**
 * Comet Opik: `opik export` writes one file a trace; the REST API and SDK give lists of spans.
 *
 * README.md says what is read, what is not, what lies, and how it differs from its look-alikes.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('opik'),
  version: 1,
  title: 'Opik exports (opik export, span lists)',
  provenance: {
    evidence: 'documentation',
    isUnseen: true,
    url: 'https://www.comet.com/docs/opik/tracing/import_export_commands',
    versionsSeen: ['opik 1.8'],
    checked: '2026-11-25',
    keeps: [
      'spans with parents, times, errors, tokens, messages of model calls, feedback scores; the trace as a span above them',
    ],
    ignores: ['costs'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
