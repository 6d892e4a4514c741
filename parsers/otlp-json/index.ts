/**
 * OTLP/JSON. Spec: opentelemetry.io/docs/specs/otlp and opentelemetry-proto trace.proto.
 * The subset, the look-alikes and what lies: README.md beside this file.
 */
import {toParserId} from '../api.js';
import type {TraceParser} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('otlp-json'),
  version: 1,
  title: 'OpenTelemetry OTLP/JSON (Collector file exporter, Tempo, Jaeger v3)',
  provenance: {
    evidence: 'source',
    url: 'https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding',
    versionsSeen: [
      'OTLP 1.x',
      'instrumentationLibrarySpans (before 0.15)',
      'GenAI semconv 1.27-1.41',
    ],
    checked: '2026-08-15',
    keeps: [
      'spans, events, links, status, resource and scope; messages as conversations',
      'log records: messages join their span, others become events',
      'unknown span fields as attributes otlp.*',
    ],
    ignores: [
      'metrics (counted)',
      'a provider request or reply that repeats the messages of the same span',
      'a resource that stands behind its spans in the text (reported)',
    ],
  },
  idScope: 'global',
  narrowerThan: [],
  resumable: true,
  sniff,
  parse,
};
