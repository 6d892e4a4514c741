import {GUARD_EFFECTS, GUARD_RESETS, GUARD_SCOPES, GUARD_UNITS} from '../guard.js';
import {guardKinds} from '../kinds/registry.js';

const text = {type: 'string', minLength: 1};

/** JSON Schema of a framework's file under src/guard/frameworks/data. */
export const FRAMEWORK_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'framework.schema.json',
  title: 'Limits of an agent framework',
  type: 'object',
  additionalProperties: false,
  required: ['framework', 'title', 'checked', 'settings'],
  properties: {
    framework: text,
    title: text,
    checked: {type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$'},
    notes: {type: 'array', items: text},
    settings: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: [
          'guard',
          'setting',
          'default',
          'unit',
          'scope',
          'reset',
          'write',
          'evidence',
          'source',
        ],
        properties: {
          guard: {enum: guardKinds.map(({id}) => id)},
          setting: text,
          default: {type: ['number', 'string']},
          unit: {enum: GUARD_UNITS},
          scope: {enum: GUARD_SCOPES},
          reset: {enum: GUARD_RESETS},
          effect: {enum: GUARD_EFFECTS},
          write: text,
          evidence: {enum: ['documentation', 'source']},
          source: {type: 'string', pattern: '^https://'},
        },
      },
    },
  },
};
