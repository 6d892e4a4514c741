/**
 * MLflow traces, span schemas 2, 3 and 4. Source: mlflow/mlflow mlflow/entities/{trace,trace_info,span}.py.
 * Shapes, look-alikes and what lies: README.md beside this file.
 */
import {toParserId} from '../api.js';
import type {TraceParser} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('mlflow'),
  version: 1,
  title: 'MLflow traces (Trace.to_json, schemas 2, 3, 4)',
  provenance: {
    evidence: 'source',
    url: 'https://github.com/mlflow/mlflow/blob/master/mlflow/entities/span.py',
    versionsSeen: ['schema 2 (observed, one fixture)', 'schemas 3 and 4 (source)'],
    checked: '2026-08-15',
    keeps: [
      'spans, attributes unfolded, inputs, outputs, chat usage, events, status',
      'the state of the trace as its outcome when it failed; assessments as verdicts',
    ],
    ignores: ['request and response previews (copies of the root)', 'token sums of the trace'],
  },
  idScope: 'global',
  narrowerThan: [toParserId('otel-span-dumps')],
  resumable: false,
  sniff,
  parse,
};
