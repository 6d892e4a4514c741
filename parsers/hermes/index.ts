/**
 * Hermes agent: one JSON document per session.
 *
 * No public specification; known from real files (README.md says which, what is read, and how it differs
 * from look-alikes).
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('hermes'),
  version: 1,
  title: 'Hermes sessions',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/NousResearch/hermes-agent',
    versionsSeen: ['fixtures of agent-sessions (2026)'],
    checked: '2026-11-23',
    keeps: ['messages, calls and results, times of the session'],
    ignores: ['tool schemas, system prompt copy'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
