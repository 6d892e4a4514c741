/** Branded identifiers: the compiler refuses to mix them up (STYLE H25). */
declare const brand: unique symbol;
type Brand<T, B extends string> = T & {readonly [brand]: B};

/** Folder name of a parser, kebab-case: `otlp-json`. */
export type ParserId = Brand<string, 'ParserId'>;
/** `family/kebab-name`: `loop/exact-repeat`. Public and stable. */
export type RuleId = Brand<string, 'RuleId'>;
/** Stable hash of (rule, run, loop identity, first member span); SARIF's fingerprint. */
export type FindingId = Brand<string, 'FindingId'>;

const PARSER_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const RULE_ID = /^[a-z]+(-[a-z]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/;

/** @throws if `text` is not kebab-case: ids are written by us, so a bad one is a bug. */
export function toParserId(text: string): ParserId {
  if (!PARSER_ID.test(text)) throw new Error(`not a parser id: ${text}`);
  return text as ParserId;
}

/** @throws if `text` is not `family/kebab-name`: ids are written by us, so a bad one is a bug. */
export function toRuleId(text: string): RuleId {
  if (!RULE_ID.test(text)) throw new Error(`not a rule id: ${text}`);
  return text as RuleId;
}

export function toFindingId(hex: string): FindingId {
  return hex as FindingId;
}
