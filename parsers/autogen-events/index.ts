/**
 * AutoGen 0.4+: JSON events of the logger `autogen_core.events`, bare or behind the prefix of a logging formatter.
 *
 * README.md says what is read, what is not, what lies, and how it differs from its look-alikes.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('autogen-events'),
  version: 1,
  title: 'AutoGen 0.4+ event logs (autogen_core.events)',
  provenance: {
    evidence: 'source',
    isUnseen: true,
    url: 'https://github.com/microsoft/autogen/blob/main/python/packages/autogen-core/src/autogen_core/logging.py',
    versionsSeen: ['autogen-core 0.4 to 0.7'],
    checked: '2026-11-25',
    keeps: ['one llm span per LLMCall or stream end, tool calls, messages once, exceptions'],
    ignores: ['deliveries of messages, lines of other loggers'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
