import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';

export type Standing = 'healthy' | 'incident' | 'apart';

/** Logs that nobody here wrote, and what is known of the runs in them. */
export interface RealSource {
  readonly name: string;
  readonly paths: readonly string[];
  /** What a run of this source is, told by its outcome where the source mixes them. */
  standing(run: {
    readonly outcome: 'succeeded' | 'failed' | 'unknown';
    /** Place of the run in the source. */
    readonly place: number;
    readonly isStuck: boolean;
  }): Standing;
  readonly note: string;
}

function listFiles(folder: string, suffix: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(suffix))
    .sort()
    .map((name) => join(folder, name));
}

/** Single sample files of platforms: real exports of short runs that did their work. */
const PLATFORMS = ['any-agent', 'langfuse', 'otel-span-dumps', 'otlp-json', 'vercel-ai-sdk', 'phoenix',
  'openai-agents', 'inspect', 'atif', 'codex/agtrace', 'gemini-cli', 'swe-agent', 'jaeger', 'langsmith',
  'mlflow', 'litellm', 'custom-flat-span']; // prettier-ignore

export function listRealSources(data: string): readonly RealSource[] {
  return [
    {
      name: 'mini-swe-agent',
      paths: listFiles(join(data, 'mini-swe-agent/healthy'), '.gz'),
      standing: () => 'healthy',
      note: '84 real SWE-bench runs that ended by submitting',
    },
    {
      name: 'tau-bench',
      paths: listFiles(join(data, 'tau-bench'), '.json'),
      standing: ({outcome}) => (outcome === 'succeeded' ? 'healthy' : 'apart'),
      note: 'gpt-4o airline runs; rewarded ones are healthy, the others neither healthy nor incident',
    },
    {
      name: 'claude-code',
      paths: [join(data, 'claude-code/spotter'), join(data, 'claude-code/claude-code-log')],
      standing: () => 'healthy',
      note: 'real sessions with sub-agents and compaction',
    },
    {
      name: 'openhands',
      paths: [
        join(data, 'openhands/multi_swe_bench_output.jsonl'),
        join(data, 'openhands/basic.json'),
      ],
      standing: ({isStuck}) => (isStuck ? 'incident' : 'healthy'),
      note: 'one of the runs dies at its iteration limit',
    },
    {
      name: 'magentic-one',
      paths: [join(data, 'autogen')],
      standing: ({isStuck}) => (isStuck ? 'incident' : 'apart'),
      note: 'incidents are the runs whose own ledger says that they loop',
    },
    {
      name: 'platforms',
      paths: PLATFORMS.flatMap((folder) => listFiles(join(data, folder), '')),
      standing: () => 'healthy',
      note: 'samples of tracing platforms and agents',
    },
  ];
}
