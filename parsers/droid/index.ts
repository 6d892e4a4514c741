/**
 * Droid: the session store and the `droid exec` stream.
 *
 * No public specification; known from real files (README.md says which, what is read, and how it differs
 * from look-alikes).
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('droid'),
  version: 1,
  title: 'Droid (Factory) sessions and streams',
  provenance: {
    evidence: 'observed',
    url: 'https://docs.factory.ai/cli/droid-exec/overview',
    versionsSeen: ['0.81.0', 'fixtures of agent-sessions (2026)'],
    checked: '2026-11-23',
    keeps: ['session store and exec stream: messages, calls, results, errors'],
    ignores: ['todo lists'],
  },
  idScope: 'trace-in-source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
