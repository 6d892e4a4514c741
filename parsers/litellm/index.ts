/**
 * LiteLLM: rows of SpendLogs and payloads of its logging callbacks. Source: BerriAI/litellm
 * (litellm/types/utils.py StandardLoggingPayload, schema.prisma LiteLLM_SpendLogs). Details: README.md beside this file.
 */
import {toParserId} from '../api.js';
import type {TraceParser} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('litellm'),
  version: 1,
  title: 'LiteLLM (SpendLogs rows, StandardLoggingPayload)',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/BerriAI/litellm/blob/main/litellm/types/utils.py',
    versionsSeen: ['one abridged row and one abridged payload of 2025-01 (observed)'],
    checked: '2026-08-15',
    keeps: ['requests with messages, usage, errors, retries; one trace per trace id or session'],
    ignores: ['spend, keys and teams (left in the attributes)'],
  },
  idScope: 'global',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
