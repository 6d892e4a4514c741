/**
 * OpenHands: event streams and evaluation output of V0, event streams of V1 (the SDK).
 *
 * Specification: the projects' sources at the URL below. Read: the downloaded trajectory (an array of events), one
 * event per line, `output.jsonl` of an evaluation (an instance per line, history as events or as pairs),
 * V1 events as lines or array. A V1 conversation folder is read by `openhands-conversation`. V0 events have integer ids
 * and `action` or `observation`; V1 events have `kind`; neither is in the formats of other agents.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('openhands'),
  version: 1,
  title: 'OpenHands event streams and evaluation output',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/All-Hands-AI/OpenHands/tree/main/openhands/events',
    versionsSeen: ['0.2x (2025-01)', '0.3x evaluation (2025-04)', 'SDK events (2026)'],
    checked: '2026-11-23',
    keeps: [
      'one llm span per response id, with its usage once',
      'one tool span per action, with the observation that names it as cause',
      'errors of the controller, limits and "stuck" as verdicts',
    ],
    ignores: ['cumulative llm_metrics', 'state changes and recalls of the environment'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
