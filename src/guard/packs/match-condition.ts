import type {CallFacts} from '../calls/call-facts.js';
import type {CompiledPattern} from './compile-pattern.js';
import type {CallFacet, PackCondition} from './rule-pack.js';

export interface CompiledCondition extends Omit<PackCondition, 'patterns'> {
  readonly patterns: readonly {readonly facet: CallFacet; readonly test: CompiledPattern}[];
}

/** What is known of a call beside its arguments. */
export interface CallContext {
  readonly writes: boolean;
  readonly repeated: boolean;
  readonly succeeded: boolean;
  /** Families of the findings that the call is a member of. */
  readonly families: ReadonlySet<string>;
}

/** Characters of one text that patterns are tried on (STYLE H5). */
const MAX_CHARS = 16 * 1024;

/** Whether all of a condition holds. Cheap conditions first; patterns are bounded by MAX_CHARS. */
export function recognizes(
  condition: CompiledCondition,
  facts: CallFacts,
  {writes, repeated, succeeded, families}: CallContext,
): boolean {
  if (condition.writes !== undefined && condition.writes !== writes) return false;
  if (condition.repeated !== undefined && condition.repeated !== repeated) return false;
  if (condition.succeeded !== undefined && condition.succeeded !== succeeded) return false;
  if (condition.inFinding?.some((family) => families.has(family)) === false) return false;
  // The pattern of a path must hold for the path that climbs, not for another one beside it.
  const climbing = condition.climbs === true ? facts.paths.filter(({climbs}) => climbs) : undefined;
  if (climbing?.length === 0) return false;
  return condition.patterns.every(({facet, test}) =>
    listTexts(climbing === undefined ? facts : {...facts, paths: climbing}, facet).some((text) =>
      test(text.length > MAX_CHARS ? text.slice(0, MAX_CHARS) : text),
    ),
  );
}

function listTexts(facts: CallFacts, facet: CallFacet): readonly string[] {
  switch (facet) {
    case 'path':
      return facts.paths.map(({resolved}) => resolved);
    case 'command':
      return facts.commands;
    case 'url':
      return facts.urls.map(({raw}) => `${facts.method ?? 'GET'} ${raw}`);
    case 'host':
      return facts.urls.map(({host}) => host);
    case 'sql':
      return facts.sql;
    case 'content':
      return facts.content;
    case 'text':
      return [facts.text];
    case 'tool':
      return [facts.tool];
  }
}
