/** A step from a container to its children: a key by name, any key (`{}`), or any index (`[]`). */
type Step =
  | {readonly kind: 'key'; readonly key: string}
  | {readonly kind: 'any-key'}
  | {readonly kind: 'index'};

/** A place in one pattern. All places are made when the pattern is compiled: readers only follow them. */
export interface PatternPlace {
  readonly pattern: number;
  /** Step to the children; undefined where the pattern ends. */
  readonly step: Step | undefined;
  /** The place behind that step, as the list that most lookups answer with. */
  readonly after: readonly PatternPlace[];
}

const NONE: readonly PatternPlace[] = [];

/**
 * Compiles patterns such as `resourceSpans[].scopeSpans[].spans[]`, `sessions{}.messages[]`, `[]`.
 *
 * @throws Error for a malformed pattern: patterns are written by parsers, so it is a bug.
 */
export function compilePatterns(patterns: readonly string[]): readonly PatternPlace[] {
  return patterns.map((text, pattern) => {
    let place: PatternPlace = {pattern, step: undefined, after: NONE};
    for (const step of parseSteps(text).reverse()) place = {pattern, step, after: [place]};
    return place;
  });
}

function parseSteps(text: string): Step[] {
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
  let out = NONE;
  for (const {step, after} of places) {
    if (step === undefined || step.kind === 'index') continue;
    if (step.kind === 'key' && step.key !== key) continue;
    out = out.length === 0 ? after : [...out, ...after];
  }
  return out;
}

/** The places reached through any index. */
export function stepIndex(places: readonly PatternPlace[]): readonly PatternPlace[] {
  let out = NONE;
  for (const {step, after} of places) {
    if (step?.kind === 'index') out = out.length === 0 ? after : [...out, ...after];
  }
  return out;
}

/** The pattern that ends here, the first one if several do; undefined if none does. */
export function elementPattern(places: readonly PatternPlace[]): number | undefined {
  for (const {step, pattern} of places) if (step === undefined) return pattern;
  return undefined;
}

/** Some pattern goes on into an object, or into an array. */
export function goesInto(places: readonly PatternPlace[], kind: 'object' | 'array'): boolean {
  for (const {step} of places) {
    if (step !== undefined && (step.kind === 'index') === (kind === 'array')) return true;
  }
  return false;
}
