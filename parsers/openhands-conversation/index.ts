/**
 * OpenHands V1 (software-agent-sdk): the folder of a conversation.
 *
 * Specification: the SDK's source at the URL below. Read: `base_state.json` and `events/event-NNNNN-<uuid>.json`,
 * also several conversations below one folder. Unlike the streams that `openhands` reads, usage per reply is in the
 * state. A folder that holds anything else is not claimed as a whole.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('openhands-conversation'),
  version: 1,
  title: 'OpenHands conversation folder (SDK)',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/OpenHands/software-agent-sdk',
    versionsSeen: ['SDK (2026-01)'],
    checked: '2026-11-23',
    keeps: [
      'one llm span per response id of the events or of the statistics, with its usage',
      'one tool span per action event, with the observation that names it',
      'execution_status as verdict and outcome',
    ],
    ignores: ['settings of agent and workspace', 'tool definitions of the system prompt'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  wholeFolder: true,
  sniff,
  parse,
};
