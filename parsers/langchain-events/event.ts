import type {JsonObject} from '../api.js';
import {getField, isArray} from '../api.js';
import {textOf} from '../common/fields.js';
import {readTime} from '../common/plain-time.js';

/** `chat_model` and `llm` are two names of model calls. */
export type RunType = 'llm' | 'chain' | 'tool' | 'retriever' | 'embedding' | 'prompt' | 'parser';
export type Phase = 'start' | 'stream' | 'end' | 'error';

export interface RunEvent {
  readonly runId: string;
  readonly type: RunType;
  readonly phase: Phase;
  /** Ids from the root to the parent, as far as they are told. */
  readonly above: readonly string[];
  readonly timeUs: number | undefined;
}

const NAME =
  /^(?:on_)?(chat_model|llm|chain|tool|retriever|embeddings?|prompt|parser|agent)_(start|stream|new_token|end|error)$/;
/** Events of a run that is told by others, or of nobody. */
const KNOWN = /^(?:on_)?(?:agent_action|agent_finish|text|retry|custom_event)$/;

const NAME_KEYS = ['event', 'type', 'event_type', 'callback'];
const TIME_KEYS = ['timestamp', 'ts', 'time', 'created_at'];

export function nameOf(value: JsonObject): string | undefined {
  for (const key of NAME_KEYS) {
    const name = textOf(value, key);
    if (name !== undefined && (NAME.test(name) || KNOWN.test(name))) return name;
  }
  return undefined;
}

export function readEvent(value: JsonObject): RunEvent | undefined {
  const [, word = '', stage = ''] = NAME.exec(nameOf(value) ?? '') ?? [];
  const [type, phase] = [TYPES.get(word), PHASES.get(stage)];
  const runId = textOf(value, 'run_id');
  if (type === undefined || phase === undefined || runId === undefined) return undefined;
  return {
    runId,
    type,
    phase,
    above: readAbove(value, runId),
    timeUs: timeOf(value),
  };
}

export function timeOf(value: JsonObject): number | undefined {
  for (const key of TIME_KEYS) {
    const time = readTime(getField(value, key) ?? null, 'auto');
    if (time !== undefined) return time.us;
  }
  return undefined;
}

const TYPES: ReadonlyMap<string, RunType> = new Map<string, RunType>([
  ['chat_model', 'llm'],
  ['llm', 'llm'],
  ['chain', 'chain'],
  ['agent', 'chain'],
  ['tool', 'tool'],
  ['retriever', 'retriever'],
  ['embedding', 'embedding'],
  ['embeddings', 'embedding'],
  ['prompt', 'prompt'],
  ['parser', 'parser'],
]);
const PHASES: ReadonlyMap<string, Phase> = new Map<string, Phase>([
  ['start', 'start'],
  ['stream', 'stream'],
  ['new_token', 'stream'],
  ['end', 'end'],
  ['error', 'error'],
]);

/** Version 2 writes the whole way, root first; callbacks the parent only. */
export function readAbove(value: JsonObject, runId: string): readonly string[] {
  const ids = getField(value, 'parent_ids') ?? getField(value, 'parent_run_ids');
  const way = ids !== undefined && isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  const parent = textOf(value, 'parent_run_id');
  const above = way.length > 0 || parent === undefined ? way : [parent];
  return above.filter((id) => id !== runId && id !== '');
}
