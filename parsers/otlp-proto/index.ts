/** OTLP protobuf in length-prefixed messages. Spec: opentelemetry-proto v1; what lies: README.md beside this file. */
import {toParserId} from '../api.js';
import type {TraceParser} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('otlp-proto'),
  version: 1,
  title: 'OpenTelemetry OTLP protobuf (Collector file exporter, format: proto)',
  provenance: {
    evidence: 'source',
    isUnseen: true,
    url: 'https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto',
    versionsSeen: [],
    checked: '2026-08-15',
    keeps: [
      'spans, events, links, status, resource and scope; messages as conversations',
      'log records: messages join their span, others become events',
    ],
    ignores: ['metrics (counted)', 'fields newer than the tables', 'attributes of scopes'],
  },
  idScope: 'global',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
