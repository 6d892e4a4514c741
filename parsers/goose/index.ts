/**
 * goose: `sessions/<id>.jsonl`, `goose session export`, and `sessions.db`.
 *
 * README.md says what is read, what is not, what lies, and how it differs from its look-alikes.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('goose'),
  version: 1,
  title: 'goose sessions (JSON lines, export, sessions.db)',
  provenance: {
    evidence: 'source',
    isUnseen: true,
    url: 'https://github.com/block/goose/blob/main/crates/goose/src/session/session_manager.rs',
    versionsSeen: ['JSON lines (2024, 2025)', 'schema version 5'],
    checked: '2026-11-25',
    keeps: [
      'one llm span per assistant message, calls and results by id, compactions, limits, accumulated tokens of the session',
    ],
    ignores: ['settings of extensions, recipes'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
