/**
 * AutoGen 0.4+ AgentChat: `TaskResult`, lists or lines of messages, and the state of a team.
 *
 * README.md says what is read, what is not, what lies, and how it differs from its look-alikes.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('autogen-agentchat'),
  version: 1,
  title: 'AutoGen AgentChat messages (task results, Console JSON, team state)',
  provenance: {
    evidence: 'source',
    isUnseen: true,
    url: 'https://github.com/microsoft/autogen/blob/main/python/packages/autogen-agentchat/src/autogen_agentchat/messages.py',
    versionsSeen: ['autogen-agentchat 0.4 to 0.7'],
    checked: '2026-11-25',
    keeps: [
      'one llm span per message of an agent with its usage, calls and results by id, hand-offs, executed code, stop reasons',
    ],
    ignores: ['streaming chunks'],
  },
  idScope: 'source',
  narrowerThan: [toParserId('chat-history')],
  resumable: false,
  sniff,
  parse,
};
