/**
 * HyperAgent run logs.
 *
 * README.md says what is read, what is not, what lies, and how it differs from its look-alikes.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('hyperagent'),
  version: 1,
  title: 'HyperAgent logs (text, trajectory lists)',
  provenance: {
    evidence: 'documentation',
    isUnseen: true,
    url: 'https://arxiv.org/abs/2503.13657',
    versionsSeen: ['lines quoted in the MAST study (2025)'],
    checked: '2026-11-25',
    keeps: [
      'one llm span per response of the planner and of each intern, calls written in code blocks',
      'an agent span per task that the planner hands to an intern, what it hands back',
    ],
    ignores: ['initialisation lines'],
  },
  idScope: 'source',
  narrowerThan: [toParserId('chat-history')],
  resumable: false,
  sniff,
  parse,
};
