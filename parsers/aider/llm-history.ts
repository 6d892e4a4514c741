import type {Fact, Locator, Message, ParseContext, RecordSource} from '../api.js';
import {pushCallFacts} from '../common/call-facts.js';
import {ConversationTracker} from '../common/conversation.js';
import {isoToUs} from '../common/time.js';
import {Passage} from './passage.js';
import {CALL} from './sniff.js';

const TRACE = 'run-1';
const ROOT = 'agent';
/** `USER text of a line`; lists of parts add the name of the part. */
const ROLE = /^(SYSTEM|USER|ASSISTANT|TOOL|FUNCTION|DEVELOPER)(?: |$)/;

/** A call whose request was told; the response may never come. */
interface OpenCall {
  readonly messages: readonly Message[];
  readonly startUs: number | undefined;
  readonly at: Locator;
}

/**
 * Requests and responses in full, each under a line with its time; messages have their role in front of every line
 * and, in newer versions, `-------` between them.
 */
export async function* readLlmHistory(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const tracker = new ConversationTracker();
  const facts: Fact[] = [];
  let calls = 0;
  let part:
    {readonly title: string; readonly us: number | undefined; readonly at: Locator} | undefined;
  let role: string | undefined;
  let messages: Message[] = [];
  let open: OpenCall | undefined;
  const passage = new Passage();
  const endMessage = (): void => {
    const taken = passage.take();
    if (taken === undefined) return;
    const said = (role ?? 'user').toLowerCase();
    messages.push({role: said, parts: [{kind: 'text', text: taken.text}]});
  };
  const tell = (output: readonly Message[], endUs: number | undefined, at: Locator): void => {
    calls++;
    const spanId = `call-${String(calls)}`;
    const startUs = open?.startUs;
    const span = {
      traceId: TRACE,
      spanId,
      parentId: ROOT,
      kind: 'llm' as const,
      name: 'chat',
      roundId: spanId,
      derivedId: true,
      ...(startUs === undefined ? {} : {startUs}),
      ...(endUs === undefined ? {unfinished: true} : {endUs}),
    };
    const record = {span, messagesIn: open?.messages, messagesOut: output};
    pushCallFacts(record, open?.at ?? at, tracker, facts);
    open = undefined;
  };
  const endPart = (at: Locator): void => {
    endMessage();
    role = undefined;
    const taken = messages;
    messages = [];
    if (part === undefined) return;
    if (part.title === 'TO LLM') {
      if (open !== undefined) tell([], undefined, at);
      open = {messages: taken, startUs: part.us, at: part.at};
    } else tell(taken, part.us, part.at);
  };
  let last: Locator = {kind: 'bytes', offset: 0, length: 0};
  for await (const batch of source.lines()) {
    signal.throwIfAborted();
    for (const {text, at} of batch) {
      tally.accept();
      last = at;
      const [, title, time] = CALL.exec(text) ?? [];
      if (title !== undefined) {
        if (part === undefined) facts.push(root(at));
        else endPart(at);
        part = {title, us: isoToUs(time)?.us, at};
      } else if (part !== undefined) {
        const line = ROLE.exec(text);
        if (/^-{7}\s*$/.test(text)) endMessage();
        else if (line !== null) {
          if (line[1] !== role) endMessage();
          role = line[1];
          passage.add(text.slice(line[0].length), at);
        } else if (text.trim() !== '') passage.add(text, at);
      }
    }
    if (facts.length > 0) yield facts.splice(0);
  }
  endPart(last);
  if (open !== undefined) tell([], undefined, last);
  facts.push({kind: 'trace', trace: {traceId: TRACE, timeBasis: 'naive-local'}});
  yield facts;
  return undefined;
}

function root(at: Locator): Fact {
  const span = {traceId: TRACE, spanId: ROOT, kind: 'agent' as const, name: 'aider'};
  return {kind: 'span', span: {...span, agentName: 'aider', derivedId: true}, at};
}
