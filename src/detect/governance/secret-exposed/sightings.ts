import {maskTokens} from '../../../text/secrets/mask-tokens.js';
import type {RunIndex} from '../../view/run-index.js';
import {KIND} from '../../view/step-kinds.js';

/** One secret of a run, by its fingerprint. */
export interface Sighting {
  /** Its kind, as the pattern calls it. */
  readonly kind: string;
  /** Steps whose arguments or result hold it, in order. */
  readonly seen: readonly number[];
  /** Steps of other tools that were given it after a result had held it. */
  readonly sent: readonly number[];
}

/** Characters of a body that are read. */
const MAX_CHARS = 64 * 1024;
/** Secrets that are told one by one. */
const MAX_SECRETS = 20;
const MASKED = /\[secret ([\w-]+) #([0-9a-f]+)\]/g;
/** Keys printed in documentation are no secrets. */
const EXAMPLE = /example|xxxx|0000000|1234567890abcdef/i;

interface Tally {
  readonly kind: string;
  readonly seen: number[];
  readonly sent: number[];
  /** Name of the tool that first returned it; -1 while none has. */
  returnedBy: number;
}

/** Reads each distinct body once, in step order. O(text). */
export function collectSecrets(index: RunIndex, maxBodies: number): readonly Sighting[] {
  const {steps, bodies} = index.view;
  const known = new Map<number, readonly (readonly [string, string])[]>();
  const read = (body: number): readonly (readonly [string, string])[] => {
    if (body < 0) return [];
    const before = known.get(body);
    if (before !== undefined) return before;
    if (known.size >= maxBodies) return [];
    const found = findSecrets(bodies.text(body) ?? '');
    known.set(body, found);
    return found;
  };
  const tallies = new Map<string, Tally>();
  for (let step = 0; step < steps.count; step++) {
    if (steps.kind[step] !== KIND.tool) continue;
    const name = steps.l0[step] ?? -1;
    for (const [kind, print] of read(steps.argsBody[step] ?? -1)) {
      const tally = toTally(tallies, kind, print);
      tally.seen.push(step);
      if (tally.returnedBy >= 0 && tally.returnedBy !== name) tally.sent.push(step);
    }
    for (const [kind, print] of read(steps.resultBody[step] ?? -1)) {
      const tally = toTally(tallies, kind, print);
      if (tally.seen.at(-1) !== step) tally.seen.push(step);
      if (tally.returnedBy < 0) tally.returnedBy = name;
    }
  }
  return [...tallies.values()].slice(0, MAX_SECRETS);
}

function toTally(tallies: Map<string, Tally>, kind: string, print: string): Tally {
  const key = `${kind} ${print}`;
  const known = tallies.get(key) ?? {kind, seen: [], sent: [], returnedBy: -1};
  tallies.set(key, known);
  return known;
}

/** Kind and fingerprint of every secret of a text, each once. */
function findSecrets(text: string): readonly (readonly [string, string])[] {
  const head = text.slice(0, MAX_CHARS);
  const masked = maskTokens(head);
  if (masked === head) return [];
  const found = new Map<string, readonly [string, string]>();
  for (const [whole, kind = '', print = ''] of masked.matchAll(MASKED)) {
    if (!head.includes(whole)) found.set(whole, [kind, print]);
  }
  return EXAMPLE.test(head) ? [] : [...found.values()];
}
