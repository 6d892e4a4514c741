import {assert} from '../model/assert.js';
import {compact} from '../model/compact.js';
import {guardKinds} from './kinds/registry.js';
import type {Guard, ParameterValue} from './guard.js';
import type {GuardKind} from './guard-kind.js';

const byId: ReadonlyMap<string, GuardKind> = new Map(guardKinds.map((kind) => [kind.id, kind]));

export function findGuardKind(id: string): GuardKind | undefined {
  return byId.get(id);
}

/** @throws if there is no such kind: a guard is only made by `makeGuard`, which has checked it. */
export function getGuardKind(id: string): GuardKind {
  const kind = byId.get(id);
  assert(kind !== undefined, `no guard kind ${id}`);
  return kind;
}

export type GuardSettings = Partial<
  Omit<Guard, 'id' | 'kind' | 'title' | 'parameters'> & {
    readonly parameters: Readonly<Record<string, ParameterValue>>;
  }
>;

/** A guard of a kind, with the kind's defaults for what is not given. */
export function makeGuard(kindId: string, settings: GuardSettings = {}): Guard {
  const kind = getGuardKind(kindId);
  const parameters: Record<string, ParameterValue> = {};
  for (const [name, spec] of Object.entries(kind.parameters)) {
    parameters[name] = settings.parameters?.[name] ?? spec.default;
  }
  const {agent, tool} = settings;
  const target = [agent, tool].filter((part) => part !== undefined).join('/');
  return compact<Guard>({
    id: target === '' ? kind.id : `${kind.id}:${target}`,
    kind: kind.id,
    title: kind.title,
    limit: settings.limit ?? kind.limit.default,
    unit: settings.unit ?? firstOf(kind.units),
    scope: settings.scope ?? firstOf(kind.scopes),
    reset: settings.reset ?? firstOf(kind.resets),
    effect: settings.effect ?? firstOf(kind.effects),
    agent,
    tool,
    exceptAgents: settings.exceptAgents,
    exceptTools: settings.exceptTools,
    parameters,
  });
}

function firstOf<T>(values: readonly T[]): T {
  const [first] = values;
  assert(first !== undefined, 'a guard kind names at least one of each');
  return first;
}
