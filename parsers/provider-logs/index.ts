/**
 * Requests and responses of model providers as a client or a recorder logs them. Source: the API references of
 * OpenAI (Chat Completions, Responses) and Anthropic (Messages). Details: README.md beside this file.
 */
import {toParserId} from '../api.js';
import type {TraceParser} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('provider-logs'),
  version: 1,
  title: 'Provider logs (OpenAI Chat and Responses, Anthropic Messages)',
  provenance: {
    evidence: 'observed',
    url: 'https://platform.openai.com/docs/api-reference/chat',
    versionsSeen: [
      'OpenAI Chat 2025-10 and 2026-01, Responses 2026-02, Anthropic Messages 2025 to 2026, as request/response lines (observed)',
    ],
    checked: '2026-08-15',
    keeps: [
      'each exchange as a model call with messages, usage, errors; streamed replies put together',
      'conversations found by their common beginning; tool calls of replies with the results of later requests',
    ],
    ignores: ['exchanges with other services (counted)', 'tool schemas and headers'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
