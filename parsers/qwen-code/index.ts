/**
 * Qwen Code: `~/.qwen/projects/<project>/chats/<session>.jsonl`.
 *
 * No public specification; known from real files (README.md says which, what is read, and how it differs
 * from Claude Code, whose ids it borrows).
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('qwen-code'),
  version: 1,
  title: 'Qwen Code sessions',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/QwenLM/qwen-code',
    versionsSeen: ['0.21.13'],
    checked: '2026-11-25',
    keeps: [
      'one llm span per uuid with its usage, calls and results by id, thoughts',
      'user turns, compressions, rewinds (as branches), loop and limit events of the harness',
    ],
    ignores: ['telemetry that repeats replies and calls, titles, hook context beside the prompt'],
  },
  idScope: 'source',
  narrowerThan: [toParserId('claude-code')],
  resumable: false,
  sniff,
  parse,
};
