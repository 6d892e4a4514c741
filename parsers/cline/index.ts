/**
 * Cline and Roo Code: `tasks/<task>/ui_messages.json`.
 *
 * README.md says what is read, what is not, what lies, and how it differs from its look-alikes.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('cline'),
  version: 1,
  title: 'Cline and Roo Code tasks (ui_messages.json)',
  provenance: {
    evidence: 'source',
    isUnseen: true,
    url: 'https://github.com/cline/cline/blob/main/src/shared/ExtensionMessage.ts',
    versionsSeen: ['Cline 3', 'Roo Code 3'],
    checked: '2026-11-25',
    keeps: [
      'one llm span per API request with its tokens, tool calls, command output, retries, errors, limits, condensing',
    ],
    ignores: ['the request text that repeats the conversation; costs; partial updates'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
