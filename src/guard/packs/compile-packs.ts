import {OUTCOME} from '../../detect/view/step-kinds.js';
import type {RunView} from '../../tree/run-view.js';
import type {CallFacts} from '../calls/call-facts.js';
import {compilePattern} from './compile-pattern.js';
import {recognizes, type CompiledCondition} from './match-condition.js';
import type {PackCondition, PackRule, RulePack} from './rule-pack.js';

export interface CompiledRule {
  readonly pack: string;
  readonly rule: PackRule;
  readonly when: readonly CompiledCondition[];
}

/** Packs ready to match: patterns compiled once, in linear time (RE2), whoever wrote them. */
export interface CompiledPacks {
  readonly rules: readonly CompiledRule[];
  matchesWrite(view: RunView, facts: CallFacts, step: number): boolean;
}

export function compilePacks(packs: readonly RulePack[]): CompiledPacks {
  const rules: CompiledRule[] = [];
  const writes: CompiledCondition[] = [];
  for (const pack of packs) {
    for (const condition of pack.writes) writes.push(compileCondition(condition));
    for (const rule of pack.rules) {
      rules.push({pack: pack.id, rule, when: rule.when.map(compileCondition)});
    }
  }
  const known = new Map<CallFacts, boolean>();
  return {
    rules,
    matchesWrite(view, facts, step) {
      const before = known.get(facts);
      if (before !== undefined) return before;
      const context = {
        writes: false,
        repeated: false,
        families: new Set<string>(),
        succeeded: view.steps.outcome[step] !== OUTCOME.error,
      };
      const isWrite = writes.some((condition) => recognizes(condition, facts, context));
      known.set(facts, isWrite);
      return isWrite;
    },
  };
}

function compileCondition(condition: PackCondition): CompiledCondition {
  return {
    ...condition,
    patterns: condition.patterns.map(({facet, pattern}) => ({
      facet,
      test: compilePattern(pattern),
    })),
  };
}
