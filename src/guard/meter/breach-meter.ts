import {KIND} from '../../detect/view/step-kinds.js';
import type {RunView} from '../../tree/run-view.js';
import type {CallFacts} from '../calls/call-facts.js';
import {getCallFacts} from '../calls/call-reader.js';
import type {Guard} from '../guard.js';
import type {LimitSpec, Meter} from '../guard-kind.js';

/** A rule about single calls: 1 where a call breaks it, so that the limit 0 refuses it. */
export function startBreachMeter(
  view: RunView,
  breaks: (facts: CallFacts, step: number) => boolean,
): Meter {
  return {
    begin: (step) =>
      view.steps.kind[step] === KIND.tool
        ? breaks(getCallFacts(view, step), step)
          ? 1
          : 0
        : undefined,
  };
}

export const BREACH_LIMIT: LimitSpec = {
  default: 0,
  reason: 'a call that breaks the rule is refused',
  sweep: [0],
  tripsAt: 'above',
};

export function readList(guard: Guard, name: string): readonly string[] {
  const value = guard.parameters[name];
  return typeof value === 'object' ? value : [];
}

/** Deny beats allow; an empty allow-list allows all. */
export function isAllowed(guard: Guard, matches: (pattern: string) => boolean): boolean {
  if (readList(guard, 'deny').some(matches)) return false;
  const allow = readList(guard, 'allow');
  return allow.length === 0 || allow.some(matches);
}

export const LISTS = {
  allow: {default: [], unit: 'list', describe: 'what is allowed; empty = all that is not denied'},
  deny: {default: [], unit: 'list', describe: 'what is refused, whatever is allowed'},
} as const;
