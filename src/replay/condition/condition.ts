/** Fields that hold a word of the log; compared without regard to case. */
export const TEXT_FIELDS = ['tool', 'agent', 'kind', 'rule', 'text'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

/** Fields that hold a number. */
export const NUMBER_FIELDS = [
  'step',
  'depth',
  'lane',
  'tokens',
  'context',
  'repeat',
  'duration',
] as const;
export type NumberField = (typeof NUMBER_FIELDS)[number];

/** What a step is or is not. */
export const FLAGS = ['error', 'ok', 'unfinished', 'write', 'handoff', 'finding'] as const;
export type Flag = (typeof FLAGS)[number];

export type Comparison = '=' | '!=' | '>' | '>=' | '<' | '<=';

/**
 * A question about one step: what the search, the filter and the breakpoint of the replay share.
 *
 *     tool=search error              a failed call of `search`
 *     agent=coder* and tokens>20k    a step of an agent whose name begins with coder, with many tokens
 *     not (kind=llm or write)        neither a model call nor a change
 *     text~"rate limit"              anywhere in its arguments, result or messages
 */
export type Condition =
  | {readonly kind: 'all'; readonly of: readonly Condition[]}
  | {readonly kind: 'any'; readonly of: readonly Condition[]}
  | {readonly kind: 'not'; readonly of: Condition}
  | {readonly kind: 'flag'; readonly flag: Flag}
  /** `contains`: `~`, a part of the text; else the whole, with `*` for any characters. */
  | {
      readonly kind: 'text';
      readonly field: TextField;
      readonly contains: boolean;
      readonly isNegated: boolean;
      /** In lower case. */
      readonly value: string;
    }
  | {
      readonly kind: 'number';
      readonly field: NumberField;
      readonly comparison: Comparison;
      readonly value: number;
    }
  /** The very same call (arguments included) as another step; not written by people. */
  | {readonly kind: 'same-call'; readonly call: number; readonly lane: number | undefined};

/** Nested further than this is no question a person types (STYLE H5). */
export const MAX_NESTING = 32;
