/**
 * Tells apart what a log names alike: the second `task-1` becomes `task-1 (2)`. In constant time each: an archive
 * may hold one name a hundred thousand times.
 */
export class UniqueNames {
  /** Every name handed out, with the last number tried behind it. */
  readonly #lastCopy = new Map<string, number>();

  take(wanted: string): string {
    let name = wanted;
    let copy = this.#lastCopy.get(wanted) ?? 0;
    while (this.#lastCopy.has(name)) {
      copy = Math.max(copy, 1) + 1;
      name = `${wanted} (${String(copy)})`;
    }
    this.#lastCopy.set(wanted, Math.max(copy, 1));
    if (name !== wanted) this.#lastCopy.set(name, 1);
    return name;
  }
}
