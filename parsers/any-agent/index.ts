/** any-agent's AgentTrace as JSON (mozilla-ai/any-agent, src/any_agent/tracing). */
import {toParserId} from '../api.js';
import type {TraceParser} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('any-agent'),
  version: 1,
  title: 'any-agent AgentTrace JSON',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/mozilla-ai/any-agent/blob/main/src/any_agent/tracing/agent_trace.py',
    versionsSeen: ['1.x (LangChain, OpenAI, smolagents traces)'],
    checked: '2026-08-15',
    keeps: ['spans, events, links, status, resource; the final output as output of the root span'],
    ignores: [],
  },
  idScope: 'global',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
