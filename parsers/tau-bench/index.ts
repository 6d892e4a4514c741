/**
 * tau-bench and tau2-bench: result files, many runs in one file.
 *
 * Specification: the writers' sources at the URL below. Read: tau-bench's array of {task_id, trial, reward, info, traj}, and
 * tau2's object with `simulations[]`. The simulated user is a model too; its turns are user turns,
 * never calls. No other format has `traj` beside `reward`, or `simulations` with `termination_reason`.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('tau-bench'),
  version: 1,
  title: 'tau-bench and tau2-bench results',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/sierra-research/tau-bench',
    versionsSeen: ['tau-bench (historical trajectories)', 'tau2-bench (description)'],
    checked: '2026-11-23',
    keeps: [
      'one run per task and trial, with its reward as verdict and outcome',
      'one llm span per message of the agent, one tool span per tool call',
      'tau2: times, usage, termination reason',
    ],
    ignores: ['expected actions and outputs of the task', 'costs (kept in attributes)'],
  },
  idScope: 'source',
  narrowerThan: [toParserId('chat-history')],
  resumable: false,
  sniff,
  parse,
};
