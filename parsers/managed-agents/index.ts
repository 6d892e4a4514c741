/**
 * Events of Anthropic's managed agents (sessions of the beta API), as a client records them. Observed; the event
 * types are those of the SDK's beta.sessions.events. Details: README.md beside this file.
 */
import {toParserId} from '../api.js';
import type {TraceParser} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('managed-agents'),
  version: 1,
  title: 'Anthropic managed-agent session events',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/anthropics/anthropic-sdk-python/tree/main/src/anthropic/types/beta/sessions',
    versionsSeen: [
      'two recorded sessions of 2026-07: built-in tools, an MCP tool that was denied (observed)',
    ],
    checked: '2026-08-15',
    keeps: [
      'model requests with usage and messages, tool calls with results, confirmations, turns, status',
    ],
    ignores: ['requests of the client (repeated in the stream)', 'environment, vaults, resources'],
  },
  idScope: 'global',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
