/**
 * SWE-agent: `.traj` of one instance, three generations.
 *
 * Specification: the writer's documentation and source at the URL below. Read: 0.x (state as JSON text), 1.0
 * (execution_time, state as object, tool calls in history), 1.1 (the whole prompt of each step in
 * `query`), demonstrations that hold a history only, and runs of several attempts. Demonstrations
 * inside a history (`is_demo`) are part of the prompt, never calls. Unlike mini-swe-agent there is no
 * `messages`; unlike a plain chat history, entries name their `agent` and `action`.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('swe-agent'),
  version: 1,
  title: 'SWE-agent trajectories',
  provenance: {
    evidence: 'source',
    url: 'https://github.com/SWE-agent/SWE-agent/blob/main/docs/usage/trajectories.md',
    versionsSeen: ['0.x', '1.0', '1.1'],
    checked: '2026-11-23',
    keeps: [
      'one llm and one tool span per step, with action, observation, state and execution time',
      'the prompt of each step, from `query` or from the history',
      'exit status as verdict and outcome, submission as output of the run',
    ],
    ignores: ['the text of replay_config', 'edited_files* (parts of the submission)'],
  },
  idScope: 'source',
  narrowerThan: [toParserId('chat-history')],
  resumable: false,
  sniff,
  parse,
};
