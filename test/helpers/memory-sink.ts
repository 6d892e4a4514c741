import type {Fact} from '../../src/model/facts.js';
import type {JsonValue} from '../../src/model/json.js';
import type {
  FactSink,
  SourceCandidate,
  SourceCounts,
  SourceEnd,
  SourceSession,
  SourceStart,
} from '../../src/ingest/sink.js';
import {hasSameSiblings} from '../../src/ingest/siblings.js';

interface Version {
  readonly candidate: SourceCandidate;
  readonly end: SourceEnd;
  readonly counts: SourceCounts;
  readonly facts: readonly Fact[];
}

/** A case in memory: the rules of `SourceStart`, without a database. */
export class MemorySink implements FactSink {
  readonly versions = new Map<string, Version>();
  abandoned = 0;

  facts(): readonly Fact[] {
    return [...this.versions.values()].flatMap((version) => version.facts);
  }

  async beginSource(candidate: SourceCandidate): Promise<SourceStart> {
    const known = this.versions.get(candidate.path);
    if (known === undefined) return {kind: 'new', session: this.#session(candidate, undefined)};
    const {end} = known;
    const isSameParser =
      known.candidate.parserId === candidate.parserId &&
      known.candidate.parserVersion === candidate.parserVersion &&
      (await hasSameSiblings(candidate, end.siblings ?? []));
    if (isSameParser && candidate.sizeBytes === end.totalBytes) {
      if ((await candidate.hashPrefix(end.totalBytes)) === end.totalSha256) {
        const torn = end.tornTail === undefined ? 0 : 1;
        const {present, read, refused} = known.counts;
        const counts = {present: present + torn, read, refused: refused + torn};
        return {kind: 'unchanged', counts};
      }
    }
    const state = lastCheckpoint(known.facts);
    if (
      isSameParser &&
      candidate.resumable &&
      candidate.container === known.candidate.container &&
      state !== undefined &&
      candidate.sizeBytes > end.prefixBytes &&
      (await candidate.hashPrefix(end.prefixBytes)) === end.prefixSha256
    ) {
      const resume = {offset: end.offset, line: end.line, state};
      return {kind: 'grown', session: this.#session(candidate, known), resume};
    }
    return {kind: 'rewritten', session: this.#session(candidate, undefined)};
  }

  #session(candidate: SourceCandidate, base: Version | undefined): SourceSession {
    const facts: Fact[] = [...(base?.facts ?? [])];
    return {
      write: (batch) => {
        facts.push(...batch);
        return Promise.resolve();
      },
      finish: (end) => {
        const before = base?.counts ?? {present: 0, read: 0, refused: 0};
        const counts = {
          present: before.present + end.counts.present,
          read: before.read + end.counts.read,
          refused: before.refused + end.counts.refused,
        };
        this.versions.set(candidate.path, {candidate, end, counts, facts});
        return Promise.resolve();
      },
      abandon: () => {
        this.abandoned++;
        return Promise.resolve();
      },
    };
  }
}

function lastCheckpoint(facts: readonly Fact[]): JsonValue | undefined {
  for (const fact of facts.toReversed()) if (fact.kind === 'checkpoint') return fact.state;
  return undefined;
}
