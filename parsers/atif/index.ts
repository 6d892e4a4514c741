/**
 * ATIF, the Agent Trajectory Interchange Format of Harbor (Terminal-Bench and others convert to it).
 *
 * https://github.com/laude-institute/harbor/blob/main/docs/rfcs/0001-trajectory-format.md (README.md says what is read,
 * what is not, and what lies).
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('atif'),
  version: 1,
  title: 'ATIF trajectories (Harbor, Terminal-Bench)',
  provenance: {
    evidence: 'source',
    url: 'https://github.com/laude-institute/harbor/blob/main/docs/rfcs/0001-trajectory-format.md',
    versionsSeen: ['ATIF-v1.0', 'ATIF-v1.4', 'ATIF-v1.5', 'ATIF-v1.7'],
    checked: '2026-11-25',
    keeps: [
      'one llm span per agent step with its usage, tool calls and results by id, reasoning',
      'user turns, compactions, sub-agent references, totals of the trajectory',
    ],
    ignores: ['token ids, log probabilities, costs; copied context is heard and not counted again'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
