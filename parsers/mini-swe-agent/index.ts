/**
 * mini-swe-agent: `.traj.json` of one run, written whole after every step.
 *
 * Specification: the writer's source at the URL below. Read: v1 (one ```bash block per reply, trajectory_format
 * `mini-swe-agent-1`), v2 (`-1.1`: tool calls, `extra.actions`, role `exit`), and bare message lists of
 * the same shape. Ignored: cost figures (kept as logged in attributes). Unlike SWE-agent's `.traj`, there is
 * no `trajectory` and no `history`; the key `trajectory_format` may stand behind megabytes of messages.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('mini-swe-agent'),
  version: 1,
  title: 'mini-swe-agent trajectories',
  provenance: {
    evidence: 'source',
    url: 'https://github.com/SWE-agent/mini-swe-agent/blob/main/docs/usage/output_files.md',
    versionsSeen: ['1.15.0', 'mini-swe-agent-1', 'message list of the test suite'],
    checked: '2026-11-23',
    keeps: [
      'one llm span per assistant message, with the usage of its own response',
      'one tool span per command that was run, with its return code',
      'exit status as verdict and outcome, submission as output of the run',
      'format errors as synthetic user turns',
    ],
    ignores: ['the second copy of each reply in extra.response', 'signatures of reasoning blocks'],
  },
  idScope: 'source',
  narrowerThan: [toParserId('chat-history')],
  resumable: false,
  sniff,
  parse,
};
