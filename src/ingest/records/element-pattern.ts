/** A step from a container to its children: a key by name, any key (`{}`), or any index (`[]`). */
type Step =
  | {readonly kind: 'key'; readonly key: string}
  | {readonly kind: 'any-key'}
  | {readonly kind: 'index'};

/** A place in one pattern: the steps still to go. */
export interface PatternPlace {
  readonly pattern: number;
  readonly steps: readonly Step[];
  readonly next: number;
}

const NONE: readonly PatternPlace[] = [];

/**
 * Compiles patterns such as `resourceSpans[].scopeSpans[].spans[]`, `sessions{}.messages[]`, `[]`.
 *
 * @throws Error for a malformed pattern: patterns are written by parsers, so it is a bug.
 */
export function compilePatterns(patterns: readonly string[]): readonly PatternPlace[] {
  return patterns.map((text, pattern) => ({pattern, steps: parseSteps(text), next: 0}));
}

function parseSteps(text: string): readonly Step[] {
  const steps: Step[] = [];
  for (const part of text.split('.')) {
    const match = /^([^[\]{}]*)((?:\[\]|\{\})*)$/.exec(part);
    if (match === null || part === '') throw new Error(`bad element pattern: ${text}`);
    const [, key = '', suffixes = ''] = match;
    if (key !== '') steps.push({kind: 'key', key});
    for (let at = 0; at < suffixes.length; at += 2) {
      steps.push(suffixes[at] === '[' ? {kind: 'index'} : {kind: 'any-key'});
    }
  }
  return steps;
}

/** The places reached through `key`. */
export function stepKey(places: readonly PatternPlace[], key: string): readonly PatternPlace[] {
  let out: PatternPlace[] | undefined;
  for (const place of places) {
    const step = place.steps[place.next];
    if (step === undefined || step.kind === 'index') continue;
    if (step.kind === 'key' && step.key !== key) continue;
    (out ??= []).push({...place, next: place.next + 1});
  }
  return out ?? NONE;
}

/** The places reached through any index. */
export function stepIndex(places: readonly PatternPlace[]): readonly PatternPlace[] {
  let out: PatternPlace[] | undefined;
  for (const place of places) {
    if (place.steps[place.next]?.kind !== 'index') continue;
    (out ??= []).push({...place, next: place.next + 1});
  }
  return out ?? NONE;
}

/** The pattern that ends here, the first one if several do; undefined if none does. */
export function elementPattern(places: readonly PatternPlace[]): number | undefined {
  for (const place of places) if (place.next === place.steps.length) return place.pattern;
  return undefined;
}

/** Some pattern goes on into an object, or into an array. */
export function goesInto(places: readonly PatternPlace[], kind: 'object' | 'array'): boolean {
  for (const place of places) {
    const step = place.steps[place.next];
    if (step !== undefined && (step.kind === 'index') === (kind === 'array')) return true;
  }
  return false;
}
