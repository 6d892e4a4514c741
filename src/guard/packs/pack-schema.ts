import {CALL_FACETS, GAP_CHECKS} from './rule-pack.js';

const patterns = {
  description:
    'A regular expression (RE2: no look-around, no back-references), or a list that must all match. @name = one of `lists`.',
  oneOf: [
    {type: 'string', minLength: 1, maxLength: 2000},
    {
      type: 'array',
      minItems: 1,
      maxItems: 20,
      items: {type: 'string', minLength: 1, maxLength: 2000},
    },
  ],
};

const condition = {
  type: 'object',
  description: 'All of it must hold for one call.',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    ...Object.fromEntries(CALL_FACETS.map((facet) => [facet, patterns])),
    writes: {type: 'boolean', description: 'The call would change something.'},
    climbs: {type: 'boolean', description: 'A path of it climbs with `..`, plain or encoded.'},
    inFinding: {
      type: 'array',
      items: {enum: ['loop', 'recursion', 'retry', 'handoff']},
      description: 'The call belongs to a finding of one of these families.',
    },
    repeated: {type: 'boolean', description: 'It was made with equal arguments before.'},
    succeeded: {type: 'boolean', description: 'It did not fail.'},
  },
};

const kebab = {type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$'};
const text = {type: 'string', minLength: 1, maxLength: 300};

/** JSON Schema of a rule pack; published as docs/schema/rule-pack.schema.json. */
export const PACK_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'rule-pack.schema.json',
  title: 'whatbroke rule pack',
  description: 'Maps tool calls to components, failure points and governance gaps.',
  type: 'object',
  additionalProperties: false,
  required: ['pack', 'title', 'source', 'checked', 'rules'],
  properties: {
    pack: kebab,
    title: text,
    source: {...text, description: 'Where the facts in it come from.'},
    checked: {type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$'},
    lists: {
      type: 'object',
      description: 'Patterns by name, for `@name`: one of them must match.',
      additionalProperties: {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['pattern'],
          properties: {
            pattern: {type: 'string', minLength: 1, maxLength: 500},
            since: text,
            note: text,
          },
        },
      },
    },
    writes: {type: 'array', items: condition, description: 'Calls that match are writes.'},
    rules: {
      type: 'array',
      maxItems: 200,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'component', 'failurePoint', 'gap', 'check', 'when'],
        properties: {
          id: kebab,
          component: text,
          failurePoint: text,
          gap: text,
          check: {enum: GAP_CHECKS},
          when: {type: 'array', minItems: 1, items: condition},
        },
      },
    },
  },
};
