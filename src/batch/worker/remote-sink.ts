import type {
  FactSink,
  SourceCandidate,
  SourceEnd,
  SourceSession,
  SourceStart,
} from '../../ingest/sink.js';
import type {Fact} from '../../model/facts.js';
import {packFacts} from './fact-bytes.js';
import type {BeginReply, FromWorker} from './protocol.js';

/** Facts gathered into one message: fewer, larger ones cost less. */
const FACTS_PER_MESSAGE = 2000;
/** Messages on their way that the writer has not taken up: parsing runs ahead by no more. */
const MAX_UNTAKEN = 4;

/** What the sink needs of the way to the writer. */
export interface WriterLink {
  send(message: FromWorker): void;
  /** The reply to `begin`; hashes are asked for through `candidate` meanwhile. */
  begin(candidate: SourceCandidate): Promise<BeginReply>;
  /** Resolves when fewer than `count` messages wait. */
  untakenBelow(count: number): Promise<void>;
}

/** Thrown inside the worker where another file has the same content: the file is skipped. */
export class DuplicateSource extends Error {
  readonly of: string;
  constructor(of: string) {
    super(`same content as ${of}`);
    this.of = of;
  }
}

/** The case as a worker sees it: facts go to the one process that writes. */
export class RemoteSink implements FactSink {
  readonly #link: WriterLink;

  constructor(link: WriterLink) {
    this.#link = link;
  }

  /** @throws DuplicateSource */
  async beginSource(candidate: SourceCandidate): Promise<SourceStart> {
    const reply = await this.#link.begin(candidate);
    if (reply.kind === 'duplicate') throw new DuplicateSource(reply.of);
    if (reply.kind === 'unchanged') return reply;
    const session = new RemoteSession(this.#link);
    return reply.kind === 'grown' ? {...reply, session} : {kind: reply.kind, session};
  }
}

class RemoteSession implements SourceSession {
  readonly #link: WriterLink;
  #held: Fact[] = [];

  constructor(link: WriterLink) {
    this.#link = link;
  }

  async write(facts: readonly Fact[]): Promise<void> {
    for (const fact of facts) this.#held.push(fact);
    if (this.#held.length < FACTS_PER_MESSAGE) return;
    this.#send();
    await this.#link.untakenBelow(MAX_UNTAKEN);
  }

  /** What comes of it is the writer's: a worker need not wait for it. */
  finish(end: SourceEnd): Promise<void> {
    this.#send();
    this.#link.send({kind: 'finish', end});
    return Promise.resolve();
  }

  abandon(): Promise<void> {
    this.#held = [];
    this.#link.send({kind: 'abandon'});
    return Promise.resolve();
  }

  #send(): void {
    if (this.#held.length === 0) return;
    this.#link.send(packFacts(this.#held));
    this.#held = [];
  }
}
