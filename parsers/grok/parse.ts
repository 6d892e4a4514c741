import type {JsonObject, Locator, MessagePart, RecordSource} from '../api.js';
import {getField, isObject} from '../api.js';
import {AgentSession} from '../common/agent-session.js';
import {objectOf, pickFields, textOf} from '../common/fields.js';
import {flattenResult} from '../common/messages/part.js';
import {normaliseMessage} from '../common/messages/message.js';
import {parseSessionLines} from '../common/session-lines.js';
import type {LineReading} from '../common/session-lines.js';

/** `summary.json` beside the rows names the session; the rows themselves do not. */
async function open(source: RecordSource): Promise<LineReading> {
  const summary = await readSummary(source);
  const info = summary === undefined ? undefined : objectOf(summary, 'info');
  const id = info === undefined ? undefined : textOf(info, 'id');
  const agentName = (summary === undefined ? undefined : textOf(summary, 'agent_name')) ?? 'grok';
  const session = new AgentSession({traceId: id ?? 'session', agentName});
  const reasoning: MessagePart[] = [];
  return {
    facts: session.facts,
    read: (value, at) => readRow(session, reasoning, value, at),
    finish: (last) => {
      session.finish(last, {
        sessionId: id,
        name: summary === undefined ? undefined : textOf(summary, 'generated_title'),
      });
      session.facts.push(...session.oddities.take());
    },
  };
}

async function readSummary(source: RecordSource): Promise<JsonObject | undefined> {
  const beside = await source.sibling('summary.json');
  if (beside === undefined) return undefined;
  for await (const batch of beside.records()) {
    for (const {value} of batch) if (isObject(value)) return value;
  }
  return undefined;
}

function readRow(
  session: AgentSession,
  reasoning: MessagePart[],
  value: JsonObject,
  at: Locator,
): boolean {
  const type = textOf(value, 'type');
  const content = getField(value, 'content') ?? '';
  switch (type ?? '') {
    case '':
      return false;
    case 'system':
      session.hear(normaliseMessage({role: 'system', content}), at);
      return true;
    case 'user': {
      const reason = textOf(value, 'synthetic_reason');
      const message = normaliseMessage({role: 'user', content});
      if (reason === undefined) session.userTurn(message, at);
      else session.userTurn({...message, synthetic: true}, at, {name: reason});
      if (textOf(value, 'prior_turn_interrupt') !== undefined) {
        session.event(
          {kind: 'state', name: 'interrupted', text: textOf(value, 'prior_turn_interrupt')},
          at,
        );
      }
      return true;
    }
    case 'reasoning':
      // Stands before the reply it belongs to.
      for (const part of normaliseMessage({role: 'assistant', content: [value]}).parts) {
        if (part.kind === 'reasoning') reasoning.push(part);
      }
      return true;
    case 'assistant': {
      const message = normaliseMessage({
        role: 'assistant',
        content,
        tool_calls: getField(value, 'tool_calls') ?? [],
      });
      session.reply(
        {
          model: textOf(value, 'model_id'),
          attributes: pickFields(value, ['model_fingerprint', 'reasoning_effort']),
          message: {...message, parts: [...reasoning.splice(0), ...message.parts]},
        },
        at,
      );
      return true;
    }
    case 'tool_result': {
      const id = textOf(value, 'tool_call_id');
      const message = normaliseMessage({role: 'tool', tool_call_id: id ?? '', content});
      session.result({id, output: flattenResult(content)}, at, message);
      return true;
    }
    case 'backend_tool_call': {
      const kind = objectOf(value, 'kind') ?? {};
      session.call(
        {
          id: textOf(kind, 'id'),
          name: textOf(kind, 'tool_type') ?? 'backend_tool_call',
          input: getField(kind, 'action'),
          unfinished: undefined,
          attributes: pickFields(kind, ['status']),
        },
        at,
      );
      return true;
    }
    default:
      session.oddities.noteUnknown('rows', type ?? '', at);
      return true;
  }
}

export const parse = parseSessionLines(open, 'a row with a type');
