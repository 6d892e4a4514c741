import type {ByteSlice} from './byte-slice.js';
import type {Encoding} from './encoding.js';

/** Packed bytes of a member, and how the archive itself packs them. Plain data. */
export interface PackedMember {
  readonly slice: ByteSlice;
  readonly encodings: readonly Encoding[];
}

/** A file in an archive. */
export interface ArchiveMember {
  /** With `/`, without a root and without steps upwards, whatever the archive says. */
  readonly path: string;
  open(): Promise<PackedMember>;
}

export interface MemberList {
  /** Sorted by path. */
  readonly members: readonly ArchiveMember[];
  /** What is there and cannot be read, each with its reason. */
  readonly skipped: readonly {readonly path: string; readonly reason: string}[];
  close(): Promise<void>;
}

/** Members listed of one archive; what is behind them is named as one that was not read. */
export const MAX_ARCHIVE_MEMBERS = 100_000;

/** Collects members under names that are safe and differ. */
export class MemberCollector {
  readonly #members = new Map<string, ArchiveMember>();
  readonly skipped: {readonly path: string; readonly reason: string}[] = [];

  get isFull(): boolean {
    return this.#members.size + this.skipped.length >= MAX_ARCHIVE_MEMBERS;
  }

  add(name: string, open: ArchiveMember['open']): void {
    const path = this.#freePath(toMemberPath(name));
    this.#members.set(path, {path, open});
  }

  skip(name: string, reason: string): void {
    this.skipped.push({path: toMemberPath(name), reason});
  }

  list(): readonly ArchiveMember[] {
    return [...this.#members.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** A name that an archive holds twice: `a.json`, `a.json~2`. */
  #freePath(path: string): string {
    if (!this.#members.has(path)) return path;
    let count = 2;
    while (this.#members.has(`${path}~${String(count)}`)) count++;
    return `${path}~${String(count)}`;
  }
}

/** Nothing is ever written under this name, and no file outside of the archive can be named by it. */
function toMemberPath(name: string): string {
  const steps = name.split(/[/\\]/).filter((step) => step !== '' && step !== '.' && step !== '..');
  return steps.length === 0 ? '(no name)' : steps.join('/');
}
