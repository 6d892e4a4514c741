import {toFindingId, toRuleId} from '../../src/model/ids.js';
import type {RunSummary, StoredFinding} from '../../src/replay/reader.js';

/** A run as a reader would tell it; override what the test is about. */
export function makeSummary(fields: Partial<RunSummary> = {}): RunSummary {
  return {
    id: 'run-1',
    name: 'release',
    agents: ['coder'],
    sources: ['logs/a.jsonl'],
    formats: ['otlp-json'],
    timeBasis: 'utc',
    startUs: Date.UTC(2026, 2, 3, 2, 41) * 1000,
    endUs: Date.UTC(2026, 2, 3, 2, 51) * 1000,
    spans: 304,
    steps: 280,
    llmCalls: 150,
    toolCalls: 130,
    errors: 1,
    maxDepth: 3,
    inputTokens: 390_000,
    outputTokens: 10_000,
    cachedReadTokens: 300_000,
    outcome: {value: 'failed', saidBy: 'span status'},
    findings: {info: 0, warning: 0, critical: 1},
    ...fields,
  };
}

export function makeFinding(fields: Partial<StoredFinding> = {}): StoredFinding {
  return {
    id: toFindingId('f0e1d2c3b4a59687'),
    runId: 'run-1',
    rule: toRuleId('loop/cycle'),
    severity: 'critical',
    confidence: 'high',
    confidenceReason: 'results are recorded and equal',
    title: '`edit_file`, `run_tests`, `read_file` were called 22 times in turn',
    unchanged: 'the arguments and the results of all three calls',
    benign: 'not test-after-edit: every edit and every answer is the same',
    firstStep: 148,
    lastStep: 279,
    members: [149, 151, 153],
    memberCount: 66,
    period: 3,
    laps: 22,
    provableStep: 165,
    lastNewStep: 153,
    identity: 'edit_file run_tests read_file',
    use: {
      steps: 132,
      llmCalls: 66,
      toolCalls: 66,
      inputTokens: 240_000,
      outputTokens: 5_000,
      durationUs: 240_000_000,
    },
    evidence: [{step: 149, shows: 'same arguments, same result'}],
    ending: 'stopped-by-guard',
    ...fields,
  };
}
