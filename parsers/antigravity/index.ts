/**
 * Antigravity CLI: one step per line.
 *
 * No public specification; known from real files (README.md says which, what is read, and how it differs
 * from look-alikes).
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('antigravity'),
  version: 1,
  title: 'Antigravity CLI trajectories',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/jazzyalex/agent-sessions',
    versionsSeen: ['fixtures of agent-sessions (2026)'],
    checked: '2026-11-23',
    keeps: ['user inputs, planner responses, what tools did, checkpoints'],
    ignores: ['writer marks'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
