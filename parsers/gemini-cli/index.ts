/**
 * Gemini CLI: saved chats (one object, or lines with patches) and the telemetry file.
 *
 * Specification: the writer's source and documentation at the URL below. Read: `session-*.json` ({sessionId, projectHash,
 * messages}), the same as lines since 0.40 (header, messages, `$set` patches, whatever the file is
 * called), and the log records of a telemetry outfile (`gemini_cli.*`). Ignored: its metrics and spans. Unlike Claude Code,
 * messages have no `parentUuid`; Qwen Code writes `uuid` lines and `qwen-code.*` events.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('gemini-cli'),
  version: 1,
  title: 'Gemini CLI chats and telemetry files',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/google-gemini/gemini-cli/blob/main/docs/cli/telemetry.md',
    versionsSeen: [
      'chat object (2025-12)',
      'chat lines 0.40 (2026-04)',
      'telemetry (documentation)',
    ],
    checked: '2026-11-23',
    keeps: [
      'one llm span per message of the model, with its tokens',
      'one tool span per tool call, with result, status and end',
      'compressions, retries, loop detection and end of agents from telemetry',
    ],
    ignores: ['metrics and spans of the telemetry file', 'display texts of tool calls'],
  },
  idScope: 'global',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
