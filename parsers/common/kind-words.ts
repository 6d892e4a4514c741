import {SPAN_KINDS} from '../api.js';
import type {SpanKind} from '../api.js';

/** Words with which home-grown logs name a kind. */
const WORDS: ReadonlyMap<string, SpanKind> = new Map<string, SpanKind>([
  ...SPAN_KINDS.map((kind) => [kind, kind] as const),
  ['model', 'llm'],
  ['generation', 'llm'],
  ['chat', 'llm'],
  ['chat_model', 'llm'],
  ['completion', 'llm'],
  ['inference', 'llm'],
  ['llm_call', 'llm'],
  ['model_call', 'llm'],
  ['tool_call', 'tool'],
  ['tool_use', 'tool'],
  ['function', 'tool'],
  ['function_call', 'tool'],
  ['action', 'tool'],
  ['sub_agent', 'agent'],
  ['subagent', 'agent'],
  ['retrieval', 'retriever'],
  ['rerank', 'retriever'],
  ['embeddings', 'embedding'],
  ['workflow', 'chain'],
  ['task', 'chain'],
  ['hand_off', 'handoff'],
  ['evaluation', 'evaluator'],
  ['internal', 'other'],
  ['unknown', 'other'],
  ['span', 'other'],
]);

/** The kind that a word names, in any case and with dashes, dots or blanks; undefined for others. */
export function kindOfWord(word: string): SpanKind | undefined {
  return WORDS.get(
    word
      .trim()
      .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .replaceAll(/[-. ]/g, '_'),
  );
}
