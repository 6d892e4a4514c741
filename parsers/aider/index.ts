/**
 * aider: chat history (Markdown), LLM history (text), analytics log (JSON lines).
 *
 * README.md says what is read, what is not, what lies, and how each is told.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('aider'),
  version: 1,
  title: 'aider histories (.aider.chat.history.md, LLM history, analytics log)',
  provenance: {
    evidence: 'source',
    url: 'https://github.com/Aider-AI/aider/blob/main/aider/io.py',
    versionsSeen: ['0.77 to 0.86 (histories committed to public repositories, 2025)', '0.6 (2023)'],
    checked: '2026-11-25',
    keeps: [
      'one llm span per reply with its tokens; user turns; what reflections sent back, as synthetic turns',
      'edits applied and refused, lint and test runs, commands, commits, retries, its reflection limit',
    ],
    ignores: ['prices, repo-map and start-up notes (kept as events)'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
