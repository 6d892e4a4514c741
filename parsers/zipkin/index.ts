/** Zipkin v2 JSON. Source: openzipkin/zipkin-api zipkin2-api.yaml; what lies: README.md beside this file. */
import {toParserId} from '../api.js';
import type {TraceParser} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('zipkin'),
  version: 1,
  title: 'Zipkin v2 JSON (UI download, /api/v2/trace, /api/v2/traces)',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/openzipkin/zipkin-api/blob/master/zipkin2-api.yaml',
    versionsSeen: ['v2 (Zipkin 2.x and 3.x)'],
    checked: '2026-08-15',
    keeps: ['spans, tags, annotations as events; endpoints as attributes zipkin.*'],
    ignores: ['v1 (binaryAnnotations): refused by name'],
  },
  idScope: 'global',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
