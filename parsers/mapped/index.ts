/** Any JSON log, read through a map that a person wrote or `whatbroke formats --sample` proposed. */
import {toParserId} from '../api.js';
import type {TraceParser} from '../api.js';
import {parse} from './parse.js';

export const parser: TraceParser = {
  id: toParserId('mapped'),
  version: 1,
  title: 'Any JSON log, with --map FILE',
  provenance: {
    evidence: 'source',
    url: 'docs/own-format.md',
    versionsSeen: ['whatbroke-map 1'],
    checked: '2026-08-15',
    keeps: [
      'whatever the map names: ids, parents, kinds, times, arguments, results, errors, tokens, messages',
      'what the map does not name, as attributes',
    ],
    ignores: ['keys around the records that no path names'],
  },
  // Nothing is known of the ids of an unknown log.
  idScope: 'source',
  narrowerThan: [],
  resumable: true,
  sniff: () => ({match: 'no', reason: 'read only with --map FILE'}),
  parse,
};
