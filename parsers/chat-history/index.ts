/**
 * Chat histories: lists of messages without times, ids or tokens.
 *
 * README.md says what is read, what is not, what lies, and how it differs from its look-alikes.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('chat-history'),
  version: 1,
  title: 'Chat histories (lists of {role, content, name?})',
  provenance: {
    evidence: 'observed',
    url: 'https://microsoft.github.io/autogen/0.2/docs/Use-Cases/agent_chat',
    versionsSeen: ['AutoGen 0.2 chat_result', 'AG2 benchmarks'],
    checked: '2026-11-25',
    keeps: [
      'one llm span per message of a model, an agent span per named speaker, calls, results, executed code',
    ],
    ignores: ['roles where a name tells who spoke'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
