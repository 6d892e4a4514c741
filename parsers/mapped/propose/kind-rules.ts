import {kindOfWord} from '../../common/kind-words.js';
import type {RecordKind} from '../map-spec.js';
import {KIND_NAMES} from './clues.js';
import type {Place} from './leaf-paths.js';

/** More distinct values than this are no kinds. */
const MAX_KINDS = 24;

/** What parts of a word say, tried in this order. */
const PARTS: readonly (readonly [RegExp, RecordKind])[] = [
  [/^(?:user|human)(?:$|[^a-z])|user_?(?:message|turn|input)/i, 'user-turn'],
  [/heartbeat|^ping$|^pong$/i, 'skip'],
  [/hand_?-?off|delegat|transfer/i, 'handoff'],
  [/guard|moderation/i, 'guardrail'],
  [/embed/i, 'embedding'],
  [/retriev|rerank/i, 'retriever'],
  [/tool|function|action/i, 'tool'],
  [/llm|model|chat|completion|generat|inference|assistant/i, 'llm'],
  [/eval|judge|score/i, 'evaluator'],
  [/agent/i, 'agent'],
  [/chain|workflow|pipeline|graph|task|step|node|run/i, 'chain'],
];
const END = /[._-]?(?:end|ended|finish|finished|complete|completed|result|stop|response)$/i;
const START = /[._-]?(?:start|started|begin|call|request)$/i;

export interface KindProposal {
  readonly lines: readonly string[];
  readonly confidence: 'high' | 'medium' | 'low';
}

/** Rules for kinds, as lines of YAML: from a field that names them, else from which fields are there. */
export function proposeKinds(
  places: readonly Place[],
  fields: ReadonlyMap<string, string>,
  {quote, total}: {readonly quote: (text: string) => string; readonly total: number},
): KindProposal {
  const place = findKindPlace(places) ?? findKindWords(places, new Set(fields.values()), total);
  const told = place === undefined ? undefined : fromValues(place, quote);
  if (told !== undefined && (place?.values.length ?? 0) >= total) {
    return {lines: [...told.lines, '{else: other}'], confidence: told.confidence};
  }
  const lines = [...(told?.lines ?? [])];
  const byPresence = [
    ['tool', 'tool'],
    ['tokens.input', 'llm'],
    ['model', 'llm'],
    ['agent', 'agent'],
  ] as const;
  for (const [field, kind] of byPresence) {
    const path = fields.get(field);
    if (path !== undefined) lines.push(`{when: ${quote(path)}, then: ${kind}}`);
  }
  const name = fields.get('name');
  if (name !== undefined && told === undefined)
    lines.push(`{when: ${quote(name)}, matches: agent, then: agent}`);
  return {lines: [...lines, '{else: other}'], confidence: told === undefined ? 'low' : 'medium'};
}

function findKindPlace(places: readonly Place[]): Place | undefined {
  let best: Place | undefined;
  let bestScore = 0;
  for (const place of places) {
    const ranks = place.keys.map((key) => KIND_NAMES.indexOf(key)).filter((at) => at >= 0);
    const rank = Math.min(...ranks);
    const words = distinctWords(place);
    if (ranks.length === 0 || words === undefined) continue;
    const known = words.filter((word) => guessKind(word, words) !== undefined).length;
    // OpenTelemetry's own kinds (INTERNAL, CLIENT) say nothing about agents.
    const score = (known / words.length) * (KIND_NAMES.length - rank) - place.depth / 10;
    if (known === 0 || score <= bestScore) continue;
    best = place;
    bestScore = score;
  }
  return best;
}

/** A field of any name that every record has, whose few words mostly tell kinds, a call of a model or tool among them. */
function findKindWords(
  places: readonly Place[],
  used: ReadonlySet<string>,
  total: number,
): Place | undefined {
  let best: Place | undefined;
  let bestShare = 0.6;
  for (const place of places) {
    const words = distinctWords(place);
    if (words === undefined || words.length < 2 || words.length >= total) continue;
    if (used.has(place.path) || place.values.length < total * 0.9) continue;
    const kinds = words.map((word) => guessKind(word, words));
    const share = kinds.filter((kind) => kind !== undefined).length / words.length;
    if (share <= bestShare || !kinds.some((kind) => kind === 'llm' || kind === 'tool')) continue;
    best = place;
    bestShare = share;
  }
  return best;
}

function distinctWords({values}: Place): readonly string[] | undefined {
  const words = new Set<string>();
  for (const value of values) {
    if (typeof value !== 'string' || value.length > 80) return undefined;
    words.add(value);
  }
  return words.size > MAX_KINDS ? undefined : [...words];
}

function guessKind(word: string, all: readonly string[]): RecordKind | undefined {
  const stem = word.replace(END, '');
  const isEnd =
    stem !== word && all.some((other) => other !== word && other.replace(START, '') === stem);
  if (isEnd) return 'end';
  const kind = kindOfWord(word);
  if (kind !== undefined && kind !== 'other') return kind;
  return PARTS.find(([part]) => part.test(word))?.[1];
}

function fromValues(place: Place, quote: (text: string) => string): KindProposal {
  const words = distinctWords(place) ?? [];
  const byKind = new Map<RecordKind, string[]>();
  const unknown: string[] = [];
  for (const word of words) {
    const kind = guessKind(word, words);
    if (kind === undefined) unknown.push(word);
    else byKind.set(kind, [...(byKind.get(kind) ?? []), word]);
  }
  const lines = [...byKind].map(([kind, list]) => {
    return `{when: ${quote(place.path)}, is: [${list.map(quote).join(', ')}], then: ${kind}}`;
  });
  if (unknown.length > 0) {
    const shown = unknown.map(quote).join(', ');
    lines.push(`{when: ${quote(place.path)}, is: [${shown}], then: other}`);
  }
  return {lines, confidence: unknown.length === 0 ? 'high' : 'medium'};
}
