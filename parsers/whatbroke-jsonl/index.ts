/** Our own JSON lines: what a home-grown agent writes to be read here. Documented in docs/own-format.md. */
import {toParserId} from '../api.js';
import type {TraceParser} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('whatbroke-jsonl'),
  version: 1,
  title: 'whatbroke JSON lines (our own format, one line a span)',
  provenance: {
    evidence: 'source',
    url: 'docs/own-format.md',
    versionsSeen: ['1'],
    checked: '2026-08-15',
    keeps: ['all documented fields; unknown ones as attributes'],
    ignores: [],
  },
  idScope: 'global',
  narrowerThan: [],
  resumable: true,
  sniff,
  parse,
};
