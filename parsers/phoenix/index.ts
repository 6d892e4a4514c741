/**
 * Arize Phoenix: spans as its data frame or its client writes them. Source: Arize-ai/phoenix
 * (src/phoenix/trace/dsl, client/types/spans) and the OpenInference conventions.
 * Shapes, look-alikes and what lies: README.md beside this file.
 */
import {toParserId} from '../api.js';
import type {TraceParser} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('phoenix'),
  version: 1,
  title: 'Arize Phoenix spans (data frame JSONL, client JSON)',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md',
    versionsSeen: [
      'data frame JSON lines of 2025-08 (observed)',
      'client and REST span JSON (source)',
    ],
    checked: '2026-08-15',
    keeps: ['spans, attributes of every dialect, events, status; annotations in the attributes'],
    ignores: ['dataset downloads (refused: they hold no spans)', 'CSV and Parquet'],
  },
  idScope: 'global',
  narrowerThan: [toParserId('otel-span-dumps')],
  resumable: false,
  sniff,
  parse,
};
