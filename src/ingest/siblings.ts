import type {SiblingHash, SourceCandidate} from './sink.js';

/** Whether the files beside a source are what they were when it was read last. */
export async function hasSameSiblings(
  candidate: SourceCandidate,
  known: readonly SiblingHash[],
): Promise<boolean> {
  for (const {path, sha256} of known) {
    if ((await candidate.hashSibling?.(path)) !== sha256) return false;
  }
  return true;
}

/** What the sessions of one source asked for, by path; the newer of two hashes of one file counts. */
export function joinSiblings(
  older: readonly SiblingHash[],
  newer: readonly SiblingHash[],
): readonly SiblingHash[] {
  const byPath = new Map<string, SiblingHash>();
  for (const sibling of [...older, ...newer]) byPath.set(sibling.path, sibling);
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
