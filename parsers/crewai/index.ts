/**
 * CrewAI: the file of `Crew(output_log_file=...)`, JSON or text.
 *
 * README.md says what is read, what is not, what lies, and how it differs from its look-alikes.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('crewai'),
  version: 1,
  title: 'CrewAI output logs (output_log_file)',
  provenance: {
    evidence: 'source',
    isUnseen: true,
    url: 'https://github.com/crewAIInc/crewAI/blob/main/src/crewai/utilities/file_handler.py',
    versionsSeen: ['crewai 0.80 to 1.x'],
    checked: '2026-11-25',
    keeps: ['tasks with agent, start, end, status and output'],
    ignores: ['model and tool calls, which the log does not hold: use OpenTelemetry for those'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
