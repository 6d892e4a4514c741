/**
 * Claude Code: session transcripts, sub-agent transcripts, and stream-json of the Agent SDK.
 *
 * No public specification; the writer is described at the URL below and was observed in real logs
 * of 1.0.x to 2.1.39. Read: user, assistant, system, attachment, queue-operation, result and title
 * lines, and the agent_progress copies of sub-agents. Ignored: other progress, file-history
 * snapshots and settings lines. Unlike Codex rollouts (`{timestamp, type, payload}`) and Gemini
 * chats (`projectHash`), every line of a conversation has `uuid` and `parentUuid`. README.md says
 * what the format gets wrong and how it is read.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('claude-code'),
  version: 2,
  title: 'Claude Code sessions, sub-agents and stream-json',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/jeremedia/claude-code-log-format',
    versionsSeen: ['1.0.0', '1.0.24', '2.1.38', '2.1.39', 'stream-json'],
    checked: '2026-11-23',
    keeps: [
      'one llm span per message id with its tokens counted once, one tool span per tool call',
      'sub-agents under the call that started them, across files, by their ids',
      'user turns, compactions, API errors, retries and interruptions as events',
      'the conversation each call was given, as logged',
    ],
    ignores: [
      'hook and shell progress, file-history snapshots, settings and title lines of other sessions',
      'the second copy of tool results in toolUseResult, but for its measures',
      'signatures of thinking blocks and the bytes of images',
    ],
  },
  idScope: 'global',
  narrowerThan: [],
  resumable: true,
  sniff,
  parse,
};
