/**
 * ChatDev run logs.
 *
 * README.md says what is read, what is not, what lies, and how it differs from its look-alikes.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('chatdev'),
  version: 1,
  title: 'ChatDev run logs (WareHouse/*.log)',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/OpenBMB/ChatDev/blob/main/camel/agents/role_playing.py',
    versionsSeen: ['logs of its WareHouse folder, June 2023 to December 2024'],
    checked: '2026-11-25',
    keeps: [
      'a chain span per phase, an agent span per role in it, one llm span per reply with its tokens',
      'what each role was told, cycles, test reports, conclusions',
    ],
    ignores: ['totals, prices, HTTP debug lines'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
