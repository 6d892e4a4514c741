import type {Fact, JsonValue, Locator, MessagePart, Usage} from '../api.js';
import {compact} from '../api.js';
import {AgentSession} from '../common/agent-session.js';
import {parseJsonText} from '../common/json-text.js';
import type {LoguruEntry} from '../common/text-log/loguru.js';
import type {ListNumbers} from '../common/transcript.js';
import {readToolList} from './tool-list.js';

const THOUGHTS = /^✨ (.+?)'s thoughts: ?([\s\S]*)$/u;
const TOOLS = /^🧰 Tools being prepared: ?([\s\S]*)$/u;
const ARGUMENTS = /^🔧 Tool arguments: ?([\s\S]*)$/u;
const ACTIVATING = /^🔧 Activating tool: '([^']*)'/u;
const DONE = /^🎯 Tool '([^']*)' completed its mission! Result: ?([\s\S]*)$/u;
const STEP = /^Executing step (\d+)\/(\d+)/;
const TOKENS = /^Token usage: Input=(\d+)(?:, Completion=(\d+))?/;
/** How a tool's result says that the tool failed: `ToolResult.__str__` writes its `error` field so. */
const FAILED = /^(?:Observed output of cmd `[^`]*` executed:\s*)?Error: ?([\s\S]*)$/;
const OBSERVED = /^Observed output of cmd `[^`]*` executed:\n?/;
const VERDICTS: readonly {readonly words: RegExp; readonly kind: 'stuck' | 'limit' | 'other'}[] = [
  {words: /^Agent detected stuck state/, kind: 'stuck'},
  {words: /^Terminated: Reached max steps/, kind: 'limit'},
  {words: /[Tt]oken limit (?:error|reached)|Maximum token limit reached/, kind: 'limit'},
  {words: /^🏁 Special tool '[^']*' has completed the task/u, kind: 'other'},
];

/** A reply that is being told line by line: its text first, its calls after. */
interface Reply {
  readonly agent: string;
  readonly text: string;
  readonly timeUs: number | undefined;
  readonly usage: Usage | undefined;
  tools: readonly string[];
  args: JsonValue | undefined;
  readonly at: Locator;
}

/** One prompt and what the agents did about it. */
export class ManusRun {
  readonly facts: Fact[];
  readonly #session: AgentSession;
  readonly #agents = new Set<string>();
  #main: string | undefined;
  #usage: {readonly usage: Usage; readonly timeUs: number | undefined} | undefined;
  #reply: Reply | undefined;
  /** When the step began: its first reply was asked for then. */
  #stepUs: number | undefined;

  constructor(traceId: string, numbers: ListNumbers) {
    this.#session = new AgentSession({traceId, agentName: 'OpenManus', numbers, isNaive: true});
    this.facts = this.#session.facts;
  }

  ask(text: string, at: Locator): void {
    this.#session.begin(at);
    this.#session.userTurn({role: 'user', parts: [{kind: 'text', text}]}, at);
  }

  read({timeUs, level, text: raw}: LoguruEntry, at: Locator): void {
    const text = raw.trimEnd();
    const session = this.#session;
    session.begin(at, {startUs: timeUs});
    this.#verdict(text, {timeUs, at});
    const tokens = TOKENS.exec(text);
    if (tokens !== null) {
      this.#settle(at);
      this.#usage = {usage: toUsage(tokens[1], tokens[2]), timeUs};
      return;
    }
    const thoughts = THOUGHTS.exec(text);
    if (thoughts !== null) {
      this.#sendReply();
      const [, agent = '', said = ''] = thoughts;
      const usage = this.#usage?.usage;
      this.#usage = undefined;
      const nothing = said.trim() === 'None' ? '' : said;
      this.#reply = {agent, text: nothing, timeUs, usage, tools: [], args: undefined, at};
      return;
    }
    const tools = TOOLS.exec(text);
    if (tools !== null && this.#reply !== undefined) {
      this.#reply.tools = readToolList(tools[1] ?? '');
      return;
    }
    const args = ARGUMENTS.exec(text);
    if (args !== null && this.#reply !== undefined) {
      this.#reply.args = parseJsonText(args[1] ?? '') ?? args[1];
      return;
    }
    if (this.#readTool(text, {timeUs, at})) return;
    const step = STEP.exec(text);
    if (step !== null) {
      this.#settle(at);
      this.#stepUs = timeUs;
      return;
    }
    if (level !== 'WARNING' && level !== 'ERROR' && level !== 'CRITICAL') return;
    if (/^Processing your request/.test(text)) return;
    const kind = level === 'WARNING' ? ('log' as const) : ('exception' as const);
    session.event({kind, name: level.toLowerCase(), text, timeUs}, at);
  }

  finish(at: Locator): readonly Fact[] {
    this.#settle(at);
    this.#session.finish(at);
    this.facts.push(...this.#session.oddities.take());
    return this.facts.splice(0);
  }

  #readTool(
    text: string,
    {timeUs, at}: {readonly timeUs: number | undefined; readonly at: Locator},
  ): boolean {
    const session = this.#session;
    const activating = ACTIVATING.exec(text);
    if (activating !== null) {
      this.#sendReply();
      const name = activating[1] ?? '';
      const open = session.openCall(name);
      if (open === undefined) session.call({name, startUs: timeUs}, at);
      else session.patch(open, {startUs: timeUs}, at);
      return true;
    }
    const done = DONE.exec(text);
    if (done === null) return false;
    this.#sendReply();
    const [, name = '', told = ''] = done;
    const failed = FAILED.exec(told);
    const output = told.replace(OBSERVED, '');
    if (session.openCall(name) === undefined) session.call({name}, at);
    session.result(
      {
        name,
        output,
        endUs: timeUs,
        status: failed === null ? 'ok' : 'error',
        statusMessage: failed === null ? undefined : (failed[1] ?? '').slice(0, 500),
      },
      at,
      {role: 'tool', name, parts: [{kind: 'tool-result', name, result: output}]},
    );
    return true;
  }

  /** A reply whose lines are all read; and tokens of a call whose reply was never printed. */
  #settle(at: Locator): void {
    this.#sendReply();
    const told = this.#usage;
    this.#usage = undefined;
    if (told === undefined) return;
    const message = {role: 'assistant', parts: []};
    this.#session.reply({message, isApart: true, usage: told.usage, endUs: told.timeUs}, at);
  }

  #sendReply(): void {
    const reply = this.#reply;
    if (reply === undefined) return;
    this.#reply = undefined;
    const {agent, text, timeUs, usage, tools, args, at} = reply;
    const parts: MessagePart[] = text === '' ? [] : [{kind: 'text', text}];
    for (const [index, name] of tools.entries()) {
      // Only the arguments of the first call are printed.
      parts.push(
        compact<MessagePart>({kind: 'tool-call', name, args: index === 0 ? args : undefined}),
      );
    }
    this.#session.reply(
      {
        message: {role: 'assistant', parts},
        parentId: this.#spanOf(agent, at),
        startUs: this.#stepUs,
        endUs: timeUs,
        usage,
        agentName: agent,
      },
      at,
    );
    this.#stepUs = undefined;
  }

  #spanOf(agent: string, at: Locator): string {
    const {rootId, traceId} = this.#session;
    if (this.#main === undefined) {
      this.#main = agent;
      this.#session.patch(rootId, {name: agent, agentName: agent}, at);
    }
    if (agent === this.#main) return rootId;
    const spanId = `agent:${agent}`;
    if (this.#agents.has(agent)) return spanId;
    this.#agents.add(agent);
    const ids = {traceId, spanId, parentId: rootId, derivedId: true};
    const span = {...ids, kind: 'agent' as const, name: agent, agentName: agent, agentId: agent};
    this.facts.push({kind: 'span', span, at});
    return spanId;
  }

  #verdict(
    text: string,
    {timeUs, at}: {readonly timeUs: number | undefined; readonly at: Locator},
  ): void {
    if (DONE.test(text) || THOUGHTS.test(text)) return;
    for (const {words, kind} of VERDICTS) {
      if (!words.test(text)) continue;
      this.#session.verdict({kind, said: text.slice(0, 300), saidBy: 'OpenManus', timeUs}, at);
      return;
    }
  }
}

function toUsage(input = '', output: string | undefined): Usage {
  const outputTokens = output === undefined ? undefined : Number(output);
  return compact<Usage>({inputTokens: Number(input), outputTokens, source: 'reported'});
}
