/** A stretch of lines: equal ones are counted, the others told. */
export type LineChange =
  | {readonly kind: 'same'; readonly count: number}
  | {readonly kind: 'removed'; readonly line: string}
  | {readonly kind: 'added'; readonly line: string};

/** Lines of the differing middle up to which the shortest edit is looked for: a table of 1.4 million cells. */
const MAX_MIDDLE = 1200;

/** Line by line: what both begin and end with is set aside, the middle is aligned by its longest common lines. */
export function diffLines(
  before: readonly string[],
  after: readonly string[],
): readonly LineChange[] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const old = before.slice(head, before.length - tail);
  const now = after.slice(head, after.length - tail);
  const changes: LineChange[] = [];
  if (head > 0) changes.push({kind: 'same', count: head});
  if (old.length <= MAX_MIDDLE && now.length <= MAX_MIDDLE) alignMiddle(old, now, changes);
  else {
    for (const line of old) changes.push({kind: 'removed', line});
    for (const line of now) changes.push({kind: 'added', line});
  }
  if (tail > 0) changes.push({kind: 'same', count: tail});
  return changes;
}

function alignMiddle(old: readonly string[], now: readonly string[], changes: LineChange[]): void {
  const width = now.length + 1;
  const common = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const right = common[i * width + j + 1] ?? 0;
      const down = common[(i + 1) * width + j] ?? 0;
      const both = (common[(i + 1) * width + j + 1] ?? 0) + 1;
      common[i * width + j] = old[i] === now[j] ? both : Math.max(right, down);
    }
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      addSame(changes);
      i += 1;
      j += 1;
    } else if (
      j >= now.length ||
      (i < old.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      changes.push({kind: 'removed', line: old[i] ?? ''});
      i += 1;
    } else {
      changes.push({kind: 'added', line: now[j] ?? ''});
      j += 1;
    }
  }
}

function addSame(changes: LineChange[]): void {
  const last = changes.at(-1);
  if (last?.kind === 'same') changes[changes.length - 1] = {kind: 'same', count: last.count + 1};
  else changes.push({kind: 'same', count: 1});
}
