/**
 * How many lines back a copy is recognised and a parent is looked up. In real logs the parent is
 * the line before (at most one line of another kind between), and copies stand close together.
 */
const WINDOW = 128;

export interface RecentLine {
  readonly us: number | undefined;
  /** Key of the thread the line belongs to. */
  readonly thread: string;
}

/** The last lines by uuid. */
export class RecentLines {
  readonly #lines = new Map<string, RecentLine>();

  get(uuid: string | undefined): RecentLine | undefined {
    return uuid === undefined ? undefined : this.#lines.get(uuid);
  }

  add(uuid: string, line: RecentLine): void {
    this.#lines.set(uuid, line);
    if (this.#lines.size > WINDOW) dropOldest(this.#lines);
  }

  entries(): Iterable<readonly [string, RecentLine]> {
    return this.#lines;
  }
}

/** The last ids of some kind. */
export class RecentIds {
  readonly #ids = new Map<string, true>();

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(id: string): void {
    this.#ids.set(id, true);
    if (this.#ids.size > WINDOW) dropOldest(this.#ids);
  }

  values(): Iterable<string> {
    return this.#ids.keys();
  }
}

function dropOldest(map: Map<string, unknown>): void {
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}
