/** OpenTelemetry spans as SDKs and mappers dump them; what lies: README.md beside this file. */
import {toParserId} from '../api.js';
import type {TraceParser} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('otel-span-dumps'),
  version: 1,
  title:
    'OpenTelemetry span dumps (Python console, Node ReadableSpan, CloudWatch/ADOT, ClickHouse, search stores, mappers)',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/open-telemetry/opentelemetry-python/blob/main/opentelemetry-sdk/src/opentelemetry/sdk/trace/__init__.py',
    versionsSeen: [
      'strands-evals dumps (ADK, AutoGen, Claude Agent SDK, OpenAI Agents, Pydantic AI, smolagents)',
      'Node SDK 1.x ReadableSpan (AI SDK 6)',
      'Python SDK 1.x to_json and Node SDK 2.x: from the source, no file seen',
      'AgentCore session spans, ClickHouse rows, Elasticsearch and OpenSearch documents: documentation only',
    ],
    checked: '2026-08-15',
    keeps: [
      'spans, events, links, status, resource and scope; messages as conversations',
      'log records between the spans (CloudWatch): messages join their span, others become events',
      'unknown span fields as attributes otel.*',
    ],
    ignores: ['keys around the list of spans'],
  },
  idScope: 'global',
  narrowerThan: [],
  resumable: true,
  sniff,
  parse,
};
