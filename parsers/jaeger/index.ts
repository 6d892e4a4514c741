/**
 * Jaeger v1 JSON, as the UI saves it and `/api/traces` answers. Source: jaegertracing/jaeger
 * internal/uimodel. The subset, the look-alikes and what lies: README.md beside this file.
 */
import {toParserId} from '../api.js';
import type {TraceParser} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('jaeger'),
  version: 1,
  title: 'Jaeger JSON (UI download, /api/traces)',
  provenance: {
    evidence: 'source',
    url: 'https://github.com/jaegertracing/jaeger/blob/main/internal/uimodel/model.go',
    versionsSeen: ['Jaeger 1.x UI download', 'Jaeger 2.x UI download', 'jaeger-ui fixtures'],
    checked: '2026-08-15',
    keeps: [
      'spans, tags, logs as events, references, processes as attributes of the trace',
      'span warnings as attribute jaeger.warnings (and one notice)',
    ],
    ignores: ['the copies of parent spans that jaeger-ui nests into references[].span'],
  },
  idScope: 'global',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
