import {readFileSync} from 'node:fs';

/** Fields of COUNTS.jsonl that a transcript has. */
export interface Counts {
  readonly traces: number;
  readonly llm_calls: number;
  readonly tool_calls: number;
  readonly tool_errors: number;
  readonly agents: number;
  readonly input_tokens: number;
  readonly cached_read_tokens: number;
  readonly output_tokens: number;
}

interface RawBlock {
  readonly type?: string;
  readonly id?: string;
  readonly tool_use_id?: string;
  readonly is_error?: boolean;
}
interface RawLine {
  readonly type?: string;
  readonly sessionId?: string;
  readonly session_id?: string;
  readonly agentId?: string;
  readonly toolUseResult?: {readonly agentId?: string};
  readonly message?: {
    readonly id?: string;
    readonly content?: string | readonly RawBlock[];
    readonly usage?: Readonly<Record<string, number | undefined>>;
  };
}

/** An independent count over the raw text, without any code of the parser. */
export function countRaw(files: readonly string[]): {
  readonly counts: Counts;
  readonly naiveInputTokens: number;
} {
  const sessions = new Set<string>();
  const agents = new Set<string>();
  const replies = new Map<string, Readonly<Record<string, number | undefined>>>();
  const calls = new Set<string>();
  const errors = new Set<string>();
  let naiveInputTokens = 0;
  for (const line of files.flatMap(readLines)) {
    const session = line.sessionId ?? line.session_id;
    if (session !== undefined) sessions.add(session);
    if (session !== undefined && line.agentId === undefined) agents.add('main');
    for (const id of [line.agentId, line.toolUseResult?.agentId]) {
      if (id !== undefined && !id.startsWith('acompact-')) agents.add(id);
    }
    const content = line.message?.content;
    for (const block of Array.isArray(content) ? (content as readonly RawBlock[]) : []) {
      if (block.type === 'tool_use' && block.id !== undefined) calls.add(block.id);
      if (block.is_error === true && block.tool_use_id !== undefined) errors.add(block.tool_use_id);
    }
    const usage = line.message?.usage;
    if (line.type !== 'assistant' || usage === undefined) continue;
    naiveInputTokens += inputOf(usage);
    const id = String(line.message?.id);
    if ((usage.output_tokens ?? 0) >= (replies.get(id)?.output_tokens ?? 0)) replies.set(id, usage);
  }
  const usages = [...replies.values()];
  return {
    naiveInputTokens,
    counts: {
      traces: sessions.size,
      llm_calls: replies.size,
      tool_calls: calls.size,
      tool_errors: errors.size,
      agents: agents.size,
      input_tokens: usages.reduce((sum, usage) => sum + inputOf(usage), 0),
      cached_read_tokens: usages.reduce((sum, u) => sum + (u.cache_read_input_tokens ?? 0), 0),
      output_tokens: usages.reduce((sum, usage) => sum + (usage.output_tokens ?? 0), 0),
    },
  };
}

function inputOf(usage: Readonly<Record<string, number | undefined>>): number {
  const {input_tokens, cache_creation_input_tokens, cache_read_input_tokens} = usage;
  return (input_tokens ?? 0) + (cache_creation_input_tokens ?? 0) + (cache_read_input_tokens ?? 0);
}

function readLines(file: string): readonly RawLine[] {
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.json')) return JSON.parse(text) as readonly RawLine[];
  const lines: RawLine[] = [];
  for (const line of text.split('\n')) {
    if (!line.startsWith('{')) continue;
    lines.push(JSON.parse(line) as RawLine);
  }
  return lines;
}
