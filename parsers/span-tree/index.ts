/** Nested span trees as JSON; documentation only: README.md beside this file. */
import {toParserId} from '../api.js';
import type {TraceParser} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('span-tree'),
  version: 1,
  title: 'Nested span trees (trace_id with spans[].child_spans[], Patronus and the like)',
  provenance: {
    evidence: 'documentation',
    isUnseen: true,
    url: 'https://docs.patronus.ai',
    versionsSeen: [],
    checked: '2026-08-15',
    keeps: ['spans at any depth, events, logs as events, links, resource and scope'],
    ignores: [],
  },
  idScope: 'global',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
