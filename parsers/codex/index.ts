/**
 * Codex CLI: rollouts of sessions, and the stream of `codex exec --json`.
 *
 * No public specification; the writer's source is at the URL below. Read: rollouts since September 2025 (every
 * line `{timestamp, type, payload}`), legacy rollouts (bare items without times), `exec --json` (`thread.started`,
 * `item.completed`, ...), sub-agents in rollouts of their own. Events that repeat an item are read once. Unlike
 * Claude Code sessions, lines have no `uuid`; unlike Copilot, types of a rollout have no dots.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('codex'),
  version: 1,
  title: 'Codex CLI rollouts and exec --json',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/openai/codex/blob/main/codex-rs/exec/src/exec_events.rs',
    versionsSeen: [
      '0.66.0',
      '0.77.0',
      '0.106.0',
      '0.146.0',
      'exec --json (source)',
      'legacy (description)',
    ],
    checked: '2026-11-23',
    keeps: [
      'one llm span per model request, with the usage of the row whose total changed',
      'one tool span per call id, with result, exit code and end',
      'sub-agents of other rollouts below the call that spawned them',
      'user turns, compactions, errors, aborted turns as events',
    ],
    ignores: [
      'world_state, ghost snapshots, rate-limit rows, repeated turn contexts',
      'encrypted reasoning',
      'events that repeat an item',
    ],
  },
  idScope: 'global',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
