import {assert} from '../../model/assert.js';
import type {SourceCandidate} from '../../ingest/sink.js';
import type {PackedMember} from '../../ingest/containers/archive.js';
import type {BeginReply, CandidateData, FromWorker, HashOf, ToWorker} from './protocol.js';
import type {WriterLink} from './remote-sink.js';

/** The questions of a running task, and who waits for which answer. One task at a time. */
export class TaskLink implements WriterLink {
  readonly #post: (message: FromWorker) => void;
  #candidate: SourceCandidate | undefined;
  #onBegin: ((reply: BeginReply) => void) | undefined;
  #onSibling: ((packed: PackedMember | undefined) => void) | undefined;
  #untaken = 0;
  #onTaken: (() => void) | undefined;

  constructor(post: (message: FromWorker) => void) {
    this.#post = post;
  }

  send(message: FromWorker): void {
    if (message.kind === 'facts') this.#untaken++;
    this.#post(message);
  }

  begin(candidate: SourceCandidate): Promise<BeginReply> {
    this.#candidate = candidate;
    return new Promise((resolve) => {
      this.#onBegin = resolve;
      this.#post({kind: 'begin', candidate: toData(candidate)});
    });
  }

  async untakenBelow(count: number): Promise<void> {
    while (this.#untaken >= count) {
      await new Promise<void>((resolve) => {
        this.#onTaken = resolve;
      });
    }
  }

  askSibling(path: string): Promise<PackedMember | undefined> {
    return new Promise((resolve) => {
      this.#onSibling = resolve;
      this.#post({kind: 'sibling', path});
    });
  }

  /** An answer; false for what is a new task. */
  take(message: ToWorker): boolean {
    switch (message.kind) {
      case 'begin-reply':
        this.#onBegin?.(message.reply);
        return true;
      case 'hash':
        void this.#hash(message.of);
        return true;
      case 'taken':
        this.#untaken -= message.count;
        this.#onTaken?.();
        return true;
      case 'sibling-reply':
        this.#onSibling?.(message.packed);
        return true;
      case 'read':
      case 'judge':
        return false;
    }
  }

  endTask(): void {
    this.#candidate = undefined;
    this.#untaken = 0;
  }

  async #hash(of: HashOf): Promise<void> {
    const candidate = this.#candidate;
    assert(candidate !== undefined, 'a hash is asked for while a source begins');
    let sha256: string | undefined;
    try {
      sha256 = await (typeof of === 'number'
        ? candidate.hashPrefix(of)
        : candidate.hashSibling?.(of));
    } catch {
      // What cannot be hashed cannot be read either: that is met, and told, when it is parsed.
    }
    this.#post({kind: 'hashed', of, sha256});
  }
}

function toData(candidate: SourceCandidate): CandidateData {
  const {path, container, parserId, parserVersion, idScope, resumable, sizeBytes} = candidate;
  return {path, container, parserId, parserVersion, idScope, resumable, sizeBytes};
}
