/**
 * MetaGPT console and file logs (loguru).
 *
 * README.md says what is read, what is not, what lies, and how it differs from its look-alikes.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('metagpt'),
  version: 1,
  title: 'MetaGPT logs (console, logs/*.txt)',
  provenance: {
    evidence: 'source',
    url: 'https://github.com/FoundationAgents/MetaGPT/blob/main/metagpt/roles/role.py',
    versionsSeen: ['logs printed in public notes, August 2023 (0.1) to July 2025 (1.0)'],
    checked: '2026-11-25',
    keeps: [
      'an agent span per role, a chain span per action, one llm span per reply with its tokens',
      'requirements, published messages, warnings, errors, an exhausted budget as its own verdict',
    ],
    ignores: ['running totals, prices, saved files'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
