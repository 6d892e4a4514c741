import type {GuardKind, ParameterSpec} from '../guard-kind.js';
import {guardKinds} from '../kinds/registry.js';

function toParameterSchema({default: value, unit, describe, choices}: ParameterSpec): object {
  const description = `${describe} (${unit})`;
  if (choices !== undefined) return {enum: choices, description};
  if (Array.isArray(value))
    return {type: 'array', items: {type: 'string', minLength: 1}, description};
  return {type: typeof value, description, ...(typeof value === 'number' ? {minimum: 0} : {})};
}

function toKindSchema({
  title,
  stops,
  units,
  scopes,
  resets,
  effects,
  limit,
  parameters,
}: GuardKind): object {
  const counted =
    units[0] === 'breach'
      ? {}
      : {
          limit: {
            type: 'number',
            minimum: 0,
            description: `in ${units.join(' or ')}; default ${limit.default}: ${limit.reason}`,
          },
          unit: {enum: units},
        };
  const fields = {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...counted,
      scope: {enum: scopes},
      reset: {enum: resets},
      effect: {enum: effects},
      ...Object.fromEntries(
        Object.entries(parameters).map(([name, spec]) => [name, toParameterSchema(spec)]),
      ),
    },
  };
  const short = units[0] === 'breach' ? [] : [{type: 'number', minimum: 0}];
  return {title, description: stops, anyOf: [...short, {enum: ['off', true]}, fields]};
}

const guards = {
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(guardKinds.map((kind) => [kind.id, toKindSchema(kind)])),
};

/** JSON Schema of a policy file; published as docs/schema/policy.schema.json. */
export const POLICY_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'policy.schema.json',
  title: 'whatbroke policy',
  description:
    'The guards that a team says it has. Tool beats agent beats default; `off` takes one away.',
  type: 'object',
  additionalProperties: false,
  required: ['version'],
  properties: {
    version: {const: 1},
    guards: {...guards, description: 'Guards that hold for everything.'},
    agents: {
      type: 'object',
      additionalProperties: guards,
      description: 'By name of the agent, as logged.',
    },
    tools: {
      type: 'object',
      additionalProperties: guards,
      description: 'By name of the tool, as logged.',
    },
  },
};
