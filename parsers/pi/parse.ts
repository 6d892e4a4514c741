import type {JsonObject, Locator, SpanDraft, Usage} from '../api.js';
import {compact, getField} from '../api.js';
import {AgentSession} from '../common/agent-session.js';
import {isTrue, numberOf, objectOf, pickFields, textOf} from '../common/fields.js';
import {flattenResult} from '../common/messages/part.js';
import {parseSessionLines} from '../common/session-lines.js';
import type {LineReading} from '../common/session-lines.js';
import {isoToUs} from '../common/time.js';
import {toUsage} from '../common/usage.js';
import {toPiMessage} from './message.js';

/** Lines of the writer that change nothing the model sees, or only its settings. */
const NOISE = new Set(['thinking_level_change', 'custom', 'label', 'session_info']);

/** The first line names the session; its messages follow as a tree of `parentId`, in file order here. */
class PiReading implements LineReading {
  readonly facts: AgentSession['facts'] = [];
  #session: AgentSession | undefined;
  #model: Pick<SpanDraft, 'model' | 'provider'> = {};
  #id: string | undefined;
  #lastId: string | undefined;

  read(value: JsonObject, at: Locator): boolean {
    const type = textOf(value, 'type');
    if (type === undefined) return false;
    const timeUs = isoToUs(getField(value, 'timestamp'))?.us;
    if (type === 'session') {
      this.#id = textOf(value, 'id');
      const attributes = pickFields(value, ['cwd', 'version', 'parentSession']);
      this.#current().begin(at, {startUs: timeUs, attributes});
      this.#take();
      return true;
    }
    const session = this.#current();
    this.#noteBranch(value, session, at);
    switch (type) {
      case 'message': {
        const message = objectOf(value, 'message');
        if (message === undefined) return false;
        this.#readMessage(session, message, {at, timeUs, id: textOf(value, 'id')});
        break;
      }
      case 'model_change':
        this.#model = compact({
          model: textOf(value, 'modelId'),
          provider: textOf(value, 'provider'),
        });
        break;
      case 'compaction':
        session.transcript.forget();
        session.event(
          {
            kind: 'compaction',
            name: 'compaction',
            timeUs,
            text: textOf(value, 'summary'),
            tokensBefore: numberOf(value, 'tokensBefore'),
          },
          at,
        );
        break;
      case 'custom_message':
      case 'branch_summary': {
        const content = getField(value, 'content') ?? getField(value, 'summary') ?? null;
        const message = toPiMessage({role: 'user', content});
        session.userTurn({...message, synthetic: true}, at, {timeUs, name: type});
        break;
      }
      default:
        if (!NOISE.has(type)) session.oddities.noteUnknown('lines', type, at);
    }
    this.#take();
    return true;
  }

  finish(last: Locator): void {
    const session = this.#session;
    if (session === undefined) return;
    session.finish(last, {sessionId: this.#id});
    session.facts.push(...session.oddities.take());
    this.#take();
  }

  #current(): AgentSession {
    this.#session ??= new AgentSession({traceId: this.#id ?? 'session', agentName: 'pi'});
    return this.#session;
  }

  #take(): void {
    this.facts.push(...(this.#session?.facts.splice(0) ?? []));
  }

  /** A line whose parent is not the line before it, nor a call of it, goes on from an earlier point. */
  #noteBranch(value: JsonObject, session: AgentSession, at: Locator): void {
    const parent = textOf(value, 'parentId');
    const id = textOf(value, 'id');
    const isCall = parent !== undefined && session.hasOpenCall(parent);
    const isChain = parent === undefined || this.#lastId === undefined || parent === this.#lastId;
    const isSetting = textOf(value, 'type') !== 'message';
    if (id !== undefined) this.#seen.add(id);
    if (!isCall && !isChain && !isSetting && this.#seen.has(parent)) {
      session.event({kind: 'state', name: 'branch', text: `goes on from ${parent}`}, at);
    }
    if (id !== undefined && textOf(value, 'type') === 'message') this.#lastId = id;
  }

  readonly #seen = new Set<string>();

  #readMessage(
    session: AgentSession,
    raw: JsonObject,
    {at, timeUs, id}: {at: Locator; timeUs: number | undefined; id: string | undefined},
  ): void {
    const role = textOf(raw, 'role') ?? 'unknown';
    const message = toPiMessage(raw);
    if (role === 'toolResult') {
      const failed = isTrue(raw, 'isError');
      const output = getField(raw, 'content');
      session.result(
        {
          id: textOf(raw, 'toolCallId'),
          name: textOf(raw, 'toolName'),
          output: output === undefined ? undefined : flattenResult(output),
          endUs: timeUs,
          status: failed ? 'error' : 'ok',
        },
        at,
        message,
      );
      return;
    }
    if (role === 'assistant') {
      const usage = objectOf(raw, 'usage');
      const error = textOf(raw, 'errorMessage');
      session.reply(
        {
          spanId: id,
          endUs: timeUs,
          model: textOf(raw, 'model') ?? this.#model.model,
          provider: textOf(raw, 'provider') ?? this.#model.provider,
          usage: usage === undefined ? undefined : toPiUsage(usage),
          finishReason: textOf(raw, 'stopReason'),
          status: error === undefined ? undefined : 'error',
          statusMessage: error,
          attributes: pickFields(raw, ['usage', 'responseId', 'api']),
          message,
        },
        at,
      );
      return;
    }
    if (role === 'user') session.userTurn(message, at, {timeUs});
    else session.hear(message, at);
  }
}

/** `input` leaves cached tokens out: `totalTokens` is the sum of all four. */
function toPiUsage(raw: JsonObject): Usage | undefined {
  return toUsage({
    input: numberOf(raw, 'input'),
    output: numberOf(raw, 'output'),
    cachedRead: numberOf(raw, 'cacheRead'),
    cachedWrite: numberOf(raw, 'cacheWrite'),
    inputExcludesCached: true,
  });
}

export const parse = parseSessionLines(() => new PiReading(), 'a line with a type');
