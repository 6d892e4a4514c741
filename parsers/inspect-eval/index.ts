/**
 * Inspect AI: `.eval` archives (deflate or zstd), or the same unpacked in a folder.
 *
 * Specification: the writer's source at the URL below. Read: the layout with one file per sample, interrupted
 * logs (journal only), samples written again, and the chunked layout (documentation only, no file seen).
 * Samples themselves are read as in `inspect`.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('inspect-eval'),
  version: 2,
  title: 'Inspect AI logs (.eval archives)',
  provenance: {
    evidence: 'source',
    url: 'https://github.com/UKGovernmentBEIS/inspect_ai/blob/main/src/inspect_ai/log/_recorders/eval.py',
    versionsSeen: ['0.3.41', '0.3.63', '0.3.135'],
    checked: '2026-11-23',
    keeps: ['all that the JSON form keeps', 'samples of interrupted logs'],
    ignores: ['summaries, reductions, raw provider calls', 'samples replaced by a later attempt'],
  },
  idScope: 'trace-in-source',
  narrowerThan: [],
  resumable: false,
  wholeFolder: true,
  sniff,
  parse,
};
