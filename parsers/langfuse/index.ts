/**
 * Langfuse: UI download, public API, blob-storage export, table export as JSON, ingestion batches.
 * Source: langfuse/langfuse packages/shared (domain/observations.ts, server/ingestion/types.ts).
 * Shapes, look-alikes and what lies: README.md beside this file.
 */
import {toParserId} from '../api.js';
import type {TraceParser} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('langfuse'),
  version: 1,
  title: 'Langfuse (UI download, API, blob export, ingestion batch)',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/langfuse/langfuse/blob/main/packages/shared/src/domain/observations.ts',
    versionsSeen: [
      'UI download 2024-05 to 2025-12 (observed)',
      'blob-storage rows, table export, API, ingestion batch (source)',
    ],
    checked: '2026-08-15',
    keeps: [
      'observations with messages, tool arguments and results, usage, level and status message',
      'OpenTelemetry attributes inside metadata.attributes, read by their own dialect',
      'the trace name, session, tags, user and release; scores as verdicts',
    ],
    ignores: [
      'costs and prices (left in the attributes)',
      'tool definitions beside the calls (left in the attributes)',
      'CSV and Parquet exports',
    ],
  },
  idScope: 'global',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
