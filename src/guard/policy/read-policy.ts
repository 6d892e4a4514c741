import type {Guard, GuardUnit, ParameterValue} from '../guard.js';
import {getGuardKind, makeGuard, type GuardSettings} from '../make-guard.js';
import {compilePattern} from '../packs/compile-pattern.js';
import {readYaml, type ReadYaml} from '../yaml/read-yaml.js';
import {POLICY_SCHEMA} from './policy-schema.js';

type Setting = number | 'off' | true | Readonly<Record<string, ParameterValue>>;
type Section = Readonly<Record<string, Setting>>;

interface PolicyFile {
  readonly guards?: Section;
  readonly agents?: Readonly<Record<string, Section>>;
  readonly tools?: Readonly<Record<string, Section>>;
}

const OWN_FIELDS = new Set(['limit', 'unit', 'scope', 'reset', 'effect']);

/** Units of which a part is something. */
const HAS_PARTS: ReadonlySet<GuardUnit> = new Set(['second', 'percent', 'token-per-minute']);

/**
 * The guards of a policy file. A guard of a tool or an agent takes its steps out of the default one, also where it is `off`.
 *
 * @throws UserError with file, line, column and the nearest right key
 */
export function readPolicy(text: string, file: string): readonly Guard[] {
  const read = readYaml(text, file, {noun: 'policy', schema: POLICY_SCHEMA});
  const {guards = {}, agents = {}, tools = {}} = read.data as PolicyFile;
  const made: Guard[] = [];
  const add = (
    kind: string,
    setting: Setting,
    target: GuardSettings,
    path: readonly string[],
  ): void => {
    if (setting === 'off') return;
    const guard = makeGuard(kind, {...target, ...toSettings(kind, setting, path, read)});
    if (!Number.isInteger(guard.limit) && !HAS_PARTS.has(guard.unit)) {
      const at = typeof setting === 'object' ? [...path, 'limit'] : path;
      read.refuse(at, `found \`${guard.limit}\`, expected a whole number of ${guard.unit}s`);
    }
    made.push(guard);
  };
  for (const [kind, setting] of Object.entries(guards)) {
    const except = {exceptAgents: namesWith(agents, kind), exceptTools: namesWith(tools, kind)};
    add(kind, setting, dropEmpty(except), ['guards', kind]);
  }
  for (const [agent, section] of Object.entries(agents)) {
    for (const [kind, setting] of Object.entries(section)) {
      add(kind, setting, {agent, ...dropEmpty({exceptTools: namesWith(tools, kind)})}, [
        'agents',
        agent,
        kind,
      ]);
    }
  }
  for (const [tool, section] of Object.entries(tools)) {
    for (const [kind, setting] of Object.entries(section))
      add(kind, setting, {tool}, ['tools', tool, kind]);
  }
  return made;
}

function namesWith(sections: Readonly<Record<string, Section>>, kind: string): readonly string[] {
  return Object.keys(sections).filter((name) => Object.hasOwn(sections[name] ?? {}, kind));
}

function dropEmpty(lists: Readonly<Record<string, readonly string[]>>): GuardSettings {
  return Object.fromEntries(Object.entries(lists).filter(([, names]) => names.length > 0));
}

function toSettings(
  kind: string,
  setting: Setting,
  path: readonly string[],
  {refuse}: ReadYaml,
): GuardSettings {
  if (setting === true || setting === 'off') return {};
  if (typeof setting === 'number') return {limit: setting};
  const own: Record<string, ParameterValue> = {};
  const parameters: Record<string, ParameterValue> = {};
  for (const [name, value] of Object.entries(setting)) {
    (OWN_FIELDS.has(name) ? own : parameters)[name] = value;
  }
  if (getGuardKind(kind).id === 'content-rules') {
    for (const [i, pattern] of (Array.isArray(parameters['deny'])
      ? parameters['deny']
      : []
    ).entries()) {
      const fault = findFault(String(pattern));
      if (fault !== undefined) {
        refuse(
          [...path, 'deny', i],
          `not a pattern that runs in linear time (${fault})`,
          'use RE2 syntax: no look-around, no back-references',
        );
      }
    }
  }
  return {...(own as GuardSettings), parameters};
}

function findFault(pattern: string): string | undefined {
  try {
    compilePattern(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
