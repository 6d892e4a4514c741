import type {FindingSeverity} from '../../model/finding.js';
import {lintRules} from './registry.js';
import type {WordEntry} from './words.js';

/** What a team sets for its postmortems. */
export interface LintConfig {
  readonly rules: ReadonlyMap<string, FindingSeverity | 'off'>;
  readonly words: readonly WordEntry[];
}

/** What is wrong with a configuration or a list of words, in one line. */
export type ConfigResult<T> = {readonly value: T} | {readonly problem: string};

const LEVELS: readonly string[] = ['off', 'info', 'warning', 'critical'];

/** `rules: {wording/money: off}` and `words: [...]`, as parsed from YAML or JSON. */
export function readConfig(document: unknown): ConfigResult<LintConfig> {
  if (document === null || document === undefined) return {value: {rules: new Map(), words: []}};
  if (!isRecord(document)) return {problem: 'expected a map with "rules" and "words"'};
  const rules = new Map<string, FindingSeverity | 'off'>();
  for (const key of Object.keys(document)) {
    if (key !== 'rules' && key !== 'words') {
      return {problem: `"${key}" is not known, expected "rules" and "words"`};
    }
  }
  const given = document['rules'] ?? {};
  if (!isRecord(given)) return {problem: '"rules" must map rule ids to levels'};
  for (const [id, level] of Object.entries(given)) {
    if (!lintRules.some((rule) => rule.id === id)) {
      return {problem: `there is no rule "${id}"; whatbroke lint --list names them`};
    }
    // YAML 1.1 habits: `off` may come as false.
    const word = level === false ? 'off' : level;
    if (!isLevel(word)) {
      return {problem: `"${id}" must be one of ${LEVELS.join(', ')}`};
    }
    rules.set(id, word);
  }
  const words = readWords(document['words'] ?? []);
  return 'problem' in words ? words : {value: {rules, words: words.value}};
}

/** A list of words, or of `{match, reason, better}`; `synerg*` stands for all words that begin so. */
export function readWords(document: unknown): ConfigResult<readonly WordEntry[]> {
  if (!Array.isArray(document)) return {problem: '"words" must be a list'};
  const words: WordEntry[] = [];
  for (const item of document as readonly unknown[]) {
    const entry = toEntry(item);
    if (entry === undefined) {
      return {
        problem: 'each word must be a text, or a map with "match" (a text or a list of texts)',
      };
    }
    words.push(entry);
  }
  return {value: words};
}

function toEntry(item: unknown): WordEntry | undefined {
  const plain = {
    reason: 'the word list of this team holds it',
    better: 'say what happened, with a number or a name',
  };
  if (typeof item === 'string')
    return item.trim() === '' ? undefined : {match: [item.trim()], ...plain};
  if (!isRecord(item)) return undefined;
  const given = item['match'];
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  const match = list.filter(
    (form): form is string => typeof form === 'string' && form.trim() !== '',
  );
  if (match.length !== list.length) return undefined;
  const {reason, better} = item;
  return {
    match,
    reason: typeof reason === 'string' ? reason : plain.reason,
    better: typeof better === 'string' ? better : plain.better,
    ...(item['fix'] === 'delete' ? {fix: 'delete'} : {}),
  };
}

function isLevel(word: unknown): word is FindingSeverity | 'off' {
  return typeof word === 'string' && LEVELS.includes(word);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
