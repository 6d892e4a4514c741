import type {JsonObject, JsonValue, Locator} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {AgentSession} from '../common/agent-session.js';
import {isTrue, numberOf, objectOf, pickFields, textOf} from '../common/fields.js';
import {flattenResult} from '../common/messages/part.js';
import {normaliseMessage} from '../common/messages/message.js';
import {parseSessionLines} from '../common/session-lines.js';
import type {LineReading} from '../common/session-lines.js';
import {isoToUs, millisToUs} from '../common/time.js';
import {toUsage} from '../common/usage.js';

const REMINDER = /^\s*<system-reminder>[\s\S]*<\/system-reminder>\s*$/;

/** Two layouts: the session store (messages with blocks) and the stream (one line per call and result). */
class DroidReading implements LineReading {
  readonly facts: AgentSession['facts'] = [];
  #session: AgentSession | undefined;
  #id: string | undefined;
  #model: string | undefined;

  read(value: JsonObject, at: Locator): boolean {
    const type = textOf(value, 'type');
    if (type === undefined) return false;
    const isStart = type === 'session_start';
    this.#id ??=
      (isStart ? textOf(value, 'id') : undefined) ??
      textOf(value, 'session_id') ??
      textOf(value, 'sessionId');
    const timeUs = timeOf(value);
    const known = this.#readLine(type, value, {at, timeUs});
    const session = this.#current();
    if (!known) session.oddities.noteUnknown('lines', type, at);
    this.facts.push(...session.facts.splice(0));
    return true;
  }

  finish(last: Locator): void {
    const session = this.#session;
    if (session === undefined) return;
    session.finish(last, {sessionId: this.#id});
    this.facts.push(...session.facts.splice(0), ...session.oddities.take());
  }

  #current(): AgentSession {
    this.#session ??= new AgentSession({traceId: this.#id ?? 'session', agentName: 'droid'});
    return this.#session;
  }

  #readLine(type: string, value: JsonObject, when: When): boolean {
    const session = this.#current();
    const {at, timeUs} = when;
    switch (type) {
      case 'session_start':
      case 'system':
        this.#model = textOf(value, 'model');
        session.begin(at, {
          startUs: timeUs,
          attributes: pickFields(value, ['cwd', 'title', 'version', 'model']),
        });
        return true;
      case 'message': {
        const inner = objectOf(value, 'message');
        if (inner === undefined) this.#readSaid(value, when);
        else this.#readStored(inner, {...when, id: textOf(value, 'id')});
        return true;
      }
      case 'tool_call':
        session.call(
          {
            id: textOf(value, 'toolCallId') ?? textOf(value, 'id'),
            name: textOf(value, 'toolName') ?? 'unknown',
            input: getField(value, 'parameters'),
            startUs: timeUs,
          },
          at,
        );
        return true;
      case 'tool_result':
        this.#readResult(value, when);
        return true;
      case 'completion':
        this.#readCompletion(value, when);
        return true;
      case 'error': {
        const text = textOf(value, 'message');
        session.event({kind: 'exception', name: 'error', text, timeUs}, at);
        session.verdict(
          {kind: 'failure', said: text ?? 'error', saidBy: 'droid error', timeUs},
          at,
        );
        return true;
      }
      case 'compaction_state':
        session.transcript.forget();
        session.event({kind: 'compaction', name: 'compaction', timeUs}, at);
        return true;
      case 'todo_state':
        return true;
      default:
        return false;
    }
  }

  /** Stream: what was said, as plain text. */
  #readSaid(value: JsonObject, {at, timeUs}: When): void {
    const session = this.#current();
    const role = textOf(value, 'role') ?? 'unknown';
    const message = normaliseMessage({role, content: textOf(value, 'text') ?? ''});
    if (role === 'assistant') {
      session.reply({endUs: timeUs, model: this.#model, message}, at);
    } else if (role === 'user') session.userTurn(markReminder(message), at, {timeUs});
    else session.hear(message, at);
  }

  #readStored(raw: JsonObject, {at, timeUs, id}: When & {readonly id: string | undefined}): void {
    const session = this.#current();
    const message = normaliseMessage(raw);
    if (message.role === 'assistant') {
      session.reply({spanId: id, endUs: timeUs, model: textOf(raw, 'model'), message}, at);
      return;
    }
    const content = getField(raw, 'content');
    const blocks: readonly JsonValue[] = isArray(content) ? content : [];
    let results = 0;
    for (const block of blocks) {
      if (!isObject(block) || textOf(block, 'type') !== 'tool_result') continue;
      results++;
      const output = getField(block, 'content');
      session.result(
        {
          id: textOf(block, 'tool_use_id'),
          output: output === undefined ? undefined : flattenResult(output),
          endUs: timeUs,
          // The store writes failures as text only; a flag, where there is one, counts.
          status: isTrue(block, 'is_error') ? 'error' : undefined,
        },
        at,
      );
    }
    if (results > 0) session.hear(message, at);
    else if (message.role === 'user') session.userTurn(markReminder(message), at, {timeUs});
    else session.hear(message, at);
  }

  #readResult(value: JsonObject, {at, timeUs}: When): void {
    const id = textOf(value, 'toolCallId') ?? textOf(value, 'id');
    const output = getField(value, 'value');
    const code =
      output !== undefined && isObject(output) ? numberOf(output, 'exitCode') : undefined;
    const failed = isTrue(value, 'isError') || (code !== undefined && code !== 0);
    const message = normaliseMessage({
      role: 'tool',
      tool_call_id: id ?? '',
      content: output ?? null,
    });
    const status = failed
      ? 'error'
      : getField(value, 'isError') === false || code === 0
        ? 'ok'
        : undefined;
    const errorType = failed && code !== undefined ? `exit code ${String(code)}` : undefined;
    this.#current().result({id, output, endUs: timeUs, status, errorType}, at, message);
  }

  /** The last words of a run, with the counts of the whole run: no call has counts of its own. */
  #readCompletion(value: JsonObject, {at, timeUs}: When): void {
    const session = this.#current();
    const text = textOf(value, 'finalText');
    const usage = objectOf(value, 'usage');
    if (text !== undefined) {
      const message = normaliseMessage({role: 'assistant', content: text});
      session.reply({endUs: timeUs, model: this.#model, message}, at);
    }
    session.patch(
      session.rootId,
      {
        output: text,
        endUs: timeUs,
        usage:
          usage === undefined
            ? undefined
            : toUsage({
                input: numberOf(usage, 'input_tokens'),
                output: numberOf(usage, 'output_tokens'),
                cachedRead: numberOf(usage, 'cache_read_input_tokens'),
                cachedWrite: numberOf(usage, 'cache_creation_input_tokens'),
                inputExcludesCached: true,
              }),
      },
      at,
    );
  }
}

interface When {
  readonly at: Locator;
  readonly timeUs: number | undefined;
}

/** ISO text, or epoch milliseconds in later versions. */
function timeOf(value: JsonObject): number | undefined {
  const time = getField(value, 'timestamp');
  return typeof time === 'number' ? millisToUs(time) : isoToUs(time)?.us;
}

function markReminder(message: ReturnType<typeof normaliseMessage>): typeof message {
  const isReminder =
    message.parts.length > 0 &&
    message.parts.every((part) => part.kind === 'text' && REMINDER.test(part.text));
  return isReminder ? {...message, synthetic: true} : message;
}

export const parse = parseSessionLines(() => new DroidReading(), 'a line with a type');
