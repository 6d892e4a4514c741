import type {Fact, JsonObject, Locator, Message, SpanDraft} from '../api.js';
import {AgentSession} from '../common/agent-session.js';
import {ListNumbers} from '../common/transcript.js';
import {callsIn} from './calls.js';

const RESPONSE = /^(?:Inner-)?(\w[\w ]*?)(?:-Assistant)?'s Response: ?([\s\S]*)$/;
const HANDED_BACK = /^(\w[\w ]*?)->Planner: ?([\s\S]*)$/;
const HANDED_OUT = /^Planner->(\w[\w ]*?): ?([\s\S]*)$/;
const PLANNER = 'Planner';

/** An intern at one task of the planner's. */
interface Intern {
  readonly name: string;
  readonly spanId: string;
}

/** One instance: the planner, and the interns it sends out one after the other. */
export class Team {
  readonly instance: string;
  readonly facts: Fact[];
  readonly #session: AgentSession;
  #tasks = 0;
  #intern: Intern | undefined;
  #plannersLast: string | undefined;

  constructor(instance: string, traceId: string) {
    this.instance = instance;
    const numbers = new ListNumbers();
    this.#session = new AgentSession({traceId, agentName: PLANNER, numbers});
    this.facts = this.#session.facts;
  }

  read(text: string, at: Locator): void {
    this.#session.begin(at);
    const response = RESPONSE.exec(text);
    if (response !== null) {
      this.#respond(response[1] ?? '', response[2] ?? '', at);
      return;
    }
    const out = HANDED_OUT.exec(text);
    if (out !== null) {
      this.#send(out[1] ?? '', out[2] ?? '', at);
      return;
    }
    const back = HANDED_BACK.exec(text);
    if (back !== null) {
      this.#takeBack(back[1] ?? '', back[2] ?? '', at);
      return;
    }
    const task = readTask(text);
    if (task !== undefined) this.#send(task.intern, task.goal, at);
  }

  describe(name: string | undefined, about: JsonObject, at: Locator): void {
    this.#session.patch(this.#session.rootId, {attributes: about}, at);
    if (name === undefined) return;
    const {traceId} = this.#session;
    this.facts.push({kind: 'trace', trace: {traceId, name}});
  }

  finish(): readonly Fact[] {
    const at: Locator = {kind: 'bytes', offset: 0, length: 0};
    this.#session.settleCalls(at);
    this.#session.finish(at, {name: this.instance});
    this.facts.push(...this.#session.oddities.take());
    return this.facts.splice(0);
  }

  #respond(speaker: string, text: string, at: Locator): void {
    const session = this.#session;
    // Results are not logged: what was called before is over when the next response is there.
    session.settleCalls(at);
    const message: Message = {
      role: 'assistant',
      parts: [
        {kind: 'text', text},
        ...callsIn(text).map((call) => ({...call, kind: 'tool-call' as const})),
      ],
    };
    if (speaker === PLANNER) {
      this.#intern = undefined;
      this.#plannersLast = session.reply({message, agentName: PLANNER}, at);
      const task = readTask(text);
      if (task !== undefined) this.#send(task.intern, task.goal, at);
      return;
    }
    const intern = this.#internOf(speaker, undefined, at);
    session.reply(
      {
        message,
        isApart: true,
        parentId: intern.spanId,
        agentName: intern.name,
        agentId: intern.spanId,
      },
      at,
    );
  }

  /** `Codebase Navigator` is the intern whose lines say `Navigator`. */
  #send(name: string, goal: string, at: Locator): void {
    const short = name.trim().split(' ').at(-1) ?? name;
    this.#intern = undefined;
    this.#internOf(short, goal.trim(), at);
  }

  #internOf(name: string, goal: string | undefined, at: Locator): Intern {
    const known = this.#intern;
    if (known !== undefined && known.name === name) return known;
    this.#tasks++;
    const {traceId, rootId} = this.#session;
    const spanId = `task-${String(this.#tasks)}`;
    const parentId = this.#plannersLast ?? rootId;
    const agent = {kind: 'agent' as const, name, agentName: name, agentId: spanId};
    const base: SpanDraft = {traceId, spanId, parentId, ...agent, derivedId: true};
    this.facts.push({
      kind: 'span',
      span: goal === undefined || goal === '' ? base : {...base, input: goal},
      at,
    });
    this.#intern = {name, spanId};
    return this.#intern;
  }

  #takeBack(name: string, text: string, at: Locator): void {
    const session = this.#session;
    session.settleCalls(at);
    const {spanId} = this.#internOf(name, undefined, at);
    session.patch(spanId, {output: text}, at);
    session.hear({role: 'user', name, parts: [{kind: 'text', text}]}, at);
    this.#intern = undefined;
  }
}

/** How the planner hands a task to an intern: `Intern Name: Codebase Navigator`, then `Subgoal: ...`. */
function readTask(text: string): {readonly intern: string; readonly goal: string} | undefined {
  const name = text.indexOf('Intern Name:');
  const goal = name < 0 ? -1 : text.indexOf('Subgoal:', name);
  if (goal < 0) return undefined;
  const [intern = ''] = text
    .slice(name + 'Intern Name:'.length, goal)
    .trim()
    .split('\n', 1);
  return {intern, goal: text.slice(goal + 'Subgoal:'.length).trim()};
}
