import type {Fact, Locator, Usage} from '../api.js';
import {AgentSession} from '../common/agent-session.js';
import {textMessage} from '../common/messages/payload.js';
import type {ListNumbers} from '../common/transcript.js';
import {readToolLine} from './tool-line.js';
import {Passage} from './passage.js';

/** Commands that send what follows to the model; all others are done by aider itself. */
const ASKS = /^\/(?:ask|code|architect|context|help|lint|test|fix|chat-mode|commit)\b/;
const FORGETS = /^\/(?:clear|reset)\b/;
const BLOCK_PATH = /failed to (?:exactly )?match(?: lines in)? (\S+)$/m;

/** One launch of aider, told line by line. */
export class ChatRun {
  readonly facts: Fact[];
  readonly #session: AgentSession;
  readonly #startUs: number | undefined;
  /** Text of the user, of a reply, or of aider itself that goes on for as long as its lines do. */
  readonly #user = new Passage();
  readonly #reply = new Passage();
  readonly #notes = new Passage();
  /** What a block of notes is: a lint report, an edit that did not fit, or anything else. */
  #noteKind: 'lint' | 'refused' | 'other' = 'other';
  /** What the next reply is given, where aider sends something back on its own. */
  #reflection: string | undefined;
  /** The reply that was told without tokens, which may still come. */
  #untold: string | undefined;
  #model: string | undefined;
  /** Whether the last turn asked the model; else text that no tokens follow is aider's own. */
  #isAsked = false;

  constructor(traceId: string, options: {numbers: ListNumbers; startUs?: number | undefined}) {
    const {numbers} = options;
    this.#startUs = options.startUs;
    this.#session = new AgentSession({traceId, agentName: 'aider', numbers, isNaive: true});
    this.facts = this.#session.facts;
  }

  begin(at: Locator): void {
    this.#session.begin(at);
  }

  user(line: string, at: Locator): void {
    this.#endReply(at, undefined);
    this.#endNotes();
    this.#user.add(line, at);
  }

  /** A line with no mark: of a reply, or of a note of several lines. */
  text(line: string, at: Locator): void {
    this.#endUser();
    if (line.trim() === '' && this.#reply.isEmpty) return;
    if (this.#reply.isEmpty) {
      this.#endNotes();
      this.#untold = undefined;
    }
    this.#reply.add(line, at);
  }

  tool(line: string, at: Locator): void {
    this.#endUser();
    const told = readToolLine(line);
    if (told.kind === 'tokens') {
      this.#tokens(told.usage, at);
      return;
    }
    this.#endReply(at, undefined);
    const session = this.#session;
    const goesOn =
      told.kind === 'other' || (told.kind === 'edit-refused' && this.#noteKind === 'refused');
    if (!goesOn) this.#endNotes();
    switch (told.kind) {
      case 'model':
        this.#model = told.model;
        break;
      case 'version':
        session.patch(session.rootId, {attributes: {version: told.version}}, at);
        break;
      case 'edited':
        this.#call('edit', {input: {path: told.path}, status: 'ok', output: line}, at);
        break;
      case 'commit':
        session.event({kind: 'state', name: 'commit', text: line, fingerprint: told.hash}, at);
        break;
      case 'running':
        this.#call('shell', {input: {command: told.command}}, at);
        break;
      case 'lint':
        this.#noteKind = 'lint';
        this.#notes.add(line, at);
        break;
      case 'edit-refused':
        this.#noteKind = 'refused';
        this.#notes.add(line, at);
        break;
      case 'lint-asked':
        if (told.isRefused) this.#reflection = undefined;
        break;
      case 'test-failed':
        this.#call('test', {status: 'error', statusMessage: 'the tests failed'}, at);
        this.#reflection = told.isRefused ? undefined : line;
        break;
      case 'retry':
        session.event({kind: 'retry', name: 'retry', text: told.text}, at);
        break;
      case 'failure':
        session.event({kind: 'exception', name: told.errorType, text: told.text}, at);
        break;
      case 'limit':
        session.verdict(
          {
            kind: 'limit',
            said: told.text,
            saidBy: 'aider',
            spanId: session.lastReply ?? session.rootId,
          },
          at,
        );
        break;
      case 'other':
        this.#notes.add(line, at);
        break;
      case 'cost':
        break;
    }
  }

  finish(at: Locator): readonly Fact[] {
    const session = this.#session;
    this.#endUser();
    this.#endReply(at, undefined);
    this.#endNotes();
    const startUs = this.#startUs;
    session.finish(at, startUs === undefined ? {} : {timeBasis: 'naive-local'});
    // Only the launch has a time: no end, so no duration.
    if (startUs !== undefined) session.patch(session.rootId, {startUs}, at);
    this.facts.push(...session.oddities.take());
    return this.facts.splice(0);
  }

  #endUser(): void {
    const taken = this.#user.take();
    if (taken === undefined) return;
    const {at} = taken;
    const text = taken.text.trim();
    const isCommand = /^[/!]\S/.test(text);
    this.#isAsked = !isCommand || ASKS.test(text);
    this.#reflection = undefined;
    if (this.#isAsked) {
      this.#session.userTurn(textMessage('user', text), at);
      return;
    }
    this.#session.event({kind: 'state', name: 'command', text}, at);
    if (!FORGETS.test(text)) return;
    this.#session.transcript.flush(at, this.facts);
    this.#session.transcript.forget();
  }

  #tokens(usage: Usage, at: Locator): void {
    const hasText = !this.#reply.isEmpty;
    if (hasText || this.#untold === undefined) this.#endReply(at, usage);
    else this.#session.patch(this.#untold, {usage}, at);
    this.#untold = undefined;
  }

  /** Tokens prove a reply, even one of which nothing was written. */
  #endReply(at: Locator, usage: Usage | undefined): void {
    const taken = this.#reply.take();
    if (taken === undefined && usage === undefined) return;
    const text = (taken?.text ?? '').trim();
    const place = taken?.at ?? at;
    if (usage === undefined && !this.#isAsked && this.#reflection === undefined) {
      this.#session.event({kind: 'log', name: 'aider', text}, place);
      return;
    }
    this.#endNotes();
    this.#reflect(place);
    const parts = text === '' ? [] : [{kind: 'text' as const, text}];
    const message = {role: 'assistant', parts};
    this.#untold = this.#session.reply({model: this.#model, usage, message}, place);
  }

  /** What aider sent back to the model on its own: a lint report, a failed test, an edit that did not fit. */
  #reflect(at: Locator): void {
    const text = this.#reflection;
    if (text === undefined) return;
    this.#reflection = undefined;
    const message = {...textMessage('user', text), synthetic: true};
    this.#session.userTurn(message, at, {name: 'reflection'});
  }

  #endNotes(): void {
    const kind = this.#noteKind;
    this.#noteKind = 'other';
    const taken = this.#notes.take();
    if (taken === undefined) return;
    const text = taken.text.trim();
    const {at} = taken;
    if (text === '') return;
    if (kind === 'other') {
      this.#session.event({kind: 'log', name: 'aider', text}, at);
      return;
    }
    this.#reflection = text;
    if (kind === 'lint') {
      const command = /^## Running: (.+)$/m.exec(text)?.[1];
      const input = command === undefined ? undefined : {command};
      this.#call('lint', {input, status: 'error', output: text}, at);
      return;
    }
    const path = BLOCK_PATH.exec(text)?.[1];
    const input = path === undefined ? undefined : {path};
    const statusMessage = text.slice(0, 200);
    this.#call('edit', {input, status: 'error', statusMessage, output: text}, at);
  }

  #call(
    name: string,
    told: {
      readonly input?: {readonly path: string} | {readonly command: string} | undefined;
      readonly status?: 'ok' | 'error';
      readonly statusMessage?: string;
      readonly output?: string;
    },
    at: Locator,
  ): void {
    const {input, ...result} = told;
    this.#session.call({name, input}, at);
    this.#session.result({name, ...result}, at);
  }
}
