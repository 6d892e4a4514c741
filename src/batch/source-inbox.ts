import type {SourceCandidate, SourceEnd} from '../ingest/sink.js';
import {assert} from '../model/assert.js';
import type {CaseSink, JudgedSource} from '../store/case-sink.js';
import type {LiveSource} from '../store/batch-ledger.js';
import type {WorkerMessage} from './crew.js';
import type {Turns} from './turns.js';
import {unpackFacts} from './worker/fact-bytes.js';
import type {BeginReply, CandidateData, FactsMessage, HashOf, ToWorker} from './worker/protocol.js';

/**
 * Bytes of facts that one source may hold back while another one is written; above it the worker waits.
 * Most logs fit, so that a worker parses the next file while its last one is still being written.
 */
export const MAX_HELD_BYTES = 16 * 1024 * 1024;

/** Messages taken up before the worker is told; fewer than a worker may have on their way. */
const TAKEN_AT_ONCE = 2;

export interface InboxContext {
  readonly sink: CaseSink;
  /** One source is written at a time. */
  readonly turns: Turns;
  /** A live source with the same number of bytes and an earlier place, if there is one. */
  readonly twinsOf: (candidate: CandidateData) => readonly LiveSource[];
  /** Writing failed (a full disk): nothing more can be taken, by this inbox or any other. */
  readonly onFailure: (error: unknown) => void;
}

type Note =
  FactsMessage | {readonly kind: 'finish'; readonly end: SourceEnd} | {readonly kind: 'abandon'};

/** What one worker sends of one task, on its way into the case. */
export class SourceInbox {
  readonly #context: InboxContext;
  readonly #send: (message: ToWorker) => void;
  readonly #hashes = new Map<HashOf, Promise<string | undefined>>();
  readonly #onHashed = new Map<HashOf, (sha256: string | undefined) => void>();
  #notes: Note[] = [];
  #onNote: (() => void) | undefined;
  #heldBytes = 0;
  #owedTaken = 0;
  #writing: Promise<void> | undefined;
  #isTurn = false;
  #candidate: SourceCandidate | undefined;
  #judged: Exclude<JudgedSource, {readonly kind: 'unchanged'}> | undefined;
  #failure: {readonly error: unknown} | undefined;

  constructor(context: InboxContext, send: (message: ToWorker) => void) {
    this.#context = context;
    this.#send = send;
  }

  take(message: WorkerMessage): void {
    switch (message.kind) {
      case 'begin':
        void this.#begin(message.candidate).catch((error: unknown) => {
          this.#fail(error);
        });
        return;
      case 'hashed':
        this.#onHashed.get(message.of)?.(message.sha256);
        return;
      case 'facts':
        this.#heldBytes += message.bytes.length;
        this.#note(message);
        this.#owedTaken++;
        this.#payTaken();
        if (this.#heldBytes >= MAX_HELD_BYTES) this.#startWriting();
        return;
      case 'finish':
        this.#note(message);
        this.#startWriting();
        return;
      case 'abandon':
        this.#drop();
        return;
      case 'progress':
      case 'sibling':
        return;
    }
  }

  /** The worker's task is over: resolves when all of it is in the case. @throws what the store threw */
  async written(): Promise<void> {
    await this.#writing;
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** The worker is gone: what it sent of an unfinished source is dropped. */
  async abandon(): Promise<void> {
    this.#drop();
    await this.written();
  }

  #drop(): void {
    if (this.#isTurn) {
      this.#note({kind: 'abandon'});
      return;
    }
    this.#notes = [];
    this.#heldBytes = 0;
    this.#judged = undefined;
  }

  #fail(error: unknown): void {
    this.#failure ??= {error};
    this.#context.onFailure(error);
  }

  async #begin(data: CandidateData): Promise<void> {
    const candidate: SourceCandidate = {
      ...data,
      hashPrefix: (lengthBytes) => this.#askHash(lengthBytes),
      hashSibling: (path) => this.#askHash(path),
    };
    // A second source of one task: the first is written before it.
    await this.#writing;
    this.#hashes.clear();
    const reply = await this.#judge(candidate);
    if (reply.kind !== 'duplicate' && reply.kind !== 'unchanged') {
      this.#candidate = candidate;
      this.#judged = reply;
    }
    this.#send({kind: 'begin-reply', reply});
  }

  async #judge(candidate: SourceCandidate): Promise<BeginReply> {
    const judged = await this.#context.sink.judgeSource(candidate);
    if (judged.kind !== 'new') return judged;
    const twins = this.#context.twinsOf(candidate);
    if (twins.length === 0) return judged;
    const sha256 = await candidate.hashPrefix(candidate.sizeBytes);
    const twin = twins.find(({totalSha256}) => totalSha256 === sha256);
    return twin === undefined ? judged : {kind: 'duplicate', of: twin.path};
  }

  #askHash(of: HashOf): Promise<string | undefined> {
    const known = this.#hashes.get(of);
    if (known !== undefined) return known;
    const asked = new Promise<string | undefined>((resolve) => {
      this.#onHashed.set(of, resolve);
      this.#send({kind: 'hash', of});
    });
    this.#hashes.set(of, asked);
    return asked;
  }

  #note(note: Note): void {
    this.#notes.push(note);
    this.#onNote?.();
  }

  async #nextNote(): Promise<Note> {
    for (;;) {
      const note = this.#notes.shift();
      if (note !== undefined) return note;
      await new Promise<void>((resolve) => {
        this.#onNote = resolve;
      });
    }
  }

  #startWriting(): void {
    if (this.#isTurn || this.#judged === undefined) return;
    this.#isTurn = true;
    this.#writing = this.#write().catch((error: unknown) => {
      this.#fail(error);
    });
  }

  /** From here on notes are written as they come, until the source ends one way or the other. */
  async #write(): Promise<void> {
    const endTurn = await this.#context.turns.take();
    try {
      const [candidate, judged] = [this.#candidate, this.#judged];
      assert(
        candidate !== undefined && judged !== undefined,
        'a source begins before it is written',
      );
      const {session} = this.#context.sink.openSource(candidate, judged);
      try {
        for (;;) {
          const note = await this.#nextNote();
          if (note.kind === 'abandon') {
            await session.abandon();
            break;
          }
          if (note.kind === 'finish') {
            await session.finish(note.end);
            break;
          }
          await session.write(unpackFacts(note));
          this.#heldBytes -= note.bytes.length;
          this.#payTaken();
        }
      } catch (error) {
        // On a full disk even this may fail: the next writer drops what is left of an open session.
        await session.abandon().catch(() => undefined);
        throw error;
      }
    } finally {
      this.#isTurn = false;
      this.#judged = undefined;
      endTurn();
    }
  }

  /** In twos: most files are one message, and need no word at all. */
  #payTaken(): void {
    if (this.#owedTaken < TAKEN_AT_ONCE || this.#heldBytes >= MAX_HELD_BYTES) return;
    this.#send({kind: 'taken', count: this.#owedTaken});
    this.#owedTaken = 0;
  }
}
