import {readYaml} from '../yaml/read-yaml.js';
import {compilePattern} from './compile-pattern.js';
import {PACK_SCHEMA} from './pack-schema.js';
import {CALL_FACETS, type PackCondition, type PackRule, type RulePack} from './rule-pack.js';

/** A pack as its file spells it, after the schema has accepted it. */
export interface PackFile {
  readonly pack: string;
  readonly title: string;
  readonly source: string;
  readonly checked: string;
  readonly lists?: Readonly<Record<string, readonly ListedPattern[]>>;
  readonly writes?: readonly ConditionFile[];
  readonly rules: readonly (Omit<PackRule, 'when'> & {readonly when: readonly ConditionFile[]})[];
}

interface ListedPattern {
  readonly pattern: string;
  /** Since when it holds, and what says so: for readers of the file. */
  readonly since?: string;
  readonly note?: string;
}

type ConditionFile = Omit<PackCondition, 'patterns'> & {
  readonly [facet in (typeof CALL_FACETS)[number]]?: string | readonly string[];
};

type Refuse = (path: readonly (string | number)[], message: string, next?: string) => never;

/** @throws UserError with file, line and column for anything that is not right, patterns included */
export function readPack(text: string, file: string): RulePack {
  const {data, refuse} = readYaml(text, file, {noun: 'rule pack', schema: PACK_SCHEMA});
  return toRulePack(data as PackFile, refuse);
}

export function toRulePack(file: PackFile, refuse: Refuse): RulePack {
  const lists = new Map<string, string>();
  for (const [name, entries] of Object.entries(file.lists ?? {})) {
    for (const [i, {pattern}] of entries.entries()) {
      tryPattern(pattern, ['lists', name, i, 'pattern'], refuse);
    }
    lists.set(name, entries.map(({pattern}) => `(?:${pattern})`).join('|'));
  }
  const toCondition = (given: ConditionFile, path: readonly (string | number)[]): PackCondition => {
    const patterns: {facet: (typeof CALL_FACETS)[number]; pattern: string}[] = [];
    for (const facet of CALL_FACETS) {
      const value = given[facet];
      const all = value === undefined ? [] : typeof value === 'string' ? [value] : value;
      for (const pattern of all) {
        const listed = pattern.startsWith('@') ? lists.get(pattern.slice(1)) : pattern;
        if (listed === undefined) {
          refuse(
            [...path, facet],
            `there is no list ${pattern.slice(1)}`,
            `known: ${[...lists.keys()].join(', ')}`,
          );
        }
        tryPattern(listed, [...path, facet], refuse);
        patterns.push({facet, pattern: listed});
      }
    }
    const {writes, climbs, inFinding, repeated, succeeded} = given;
    return {
      patterns,
      ...(writes === undefined ? {} : {writes}),
      ...(climbs === undefined ? {} : {climbs}),
      ...(inFinding === undefined ? {} : {inFinding}),
      ...(repeated === undefined ? {} : {repeated}),
      ...(succeeded === undefined ? {} : {succeeded}),
    };
  };
  return {
    id: file.pack,
    title: file.title,
    source: file.source,
    checked: file.checked,
    writes: (file.writes ?? []).map((one, i) => toCondition(one, ['writes', i])),
    rules: file.rules.map((rule, r) => ({
      ...rule,
      when: rule.when.map((one, i) => toCondition(one, ['rules', r, 'when', i])),
    })),
  };
}

function tryPattern(pattern: string, path: readonly (string | number)[], refuse: Refuse): void {
  let fault: string | undefined;
  try {
    compilePattern(pattern);
  } catch (error) {
    fault = error instanceof Error ? error.message : String(error);
  }
  if (fault === undefined) return;
  refuse(
    path,
    `not a pattern that runs in linear time (${fault})`,
    'use RE2 syntax: no look-around, no back-references',
  );
}
