import type {
  Fact,
  JsonObject,
  Locator,
  ParseContext,
  RecordSource,
  SpanDraft,
  Usage,
} from '../api.js';
import {compact, getField} from '../api.js';
import {AgentSession} from '../common/agent-session.js';
import {numberOf, objectOf, omitFields, textOf} from '../common/fields.js';
import {parseSessionLines} from '../common/session-lines.js';
import type {LineReading} from '../common/session-lines.js';
import {secondsToUs} from '../common/time.js';

/** One launch: from `launched` to `exit`, or to the next `launched`. */
function open(): LineReading {
  const facts: Fact[] = [];
  let count = 0;
  let session: AgentSession | undefined;
  let askedUs: number | undefined;
  let sent = 0;
  const end = (at: Locator): void => {
    if (session === undefined) return;
    session.finish(at);
    facts.push(...session.facts.splice(0), ...session.oddities.take());
    session = undefined;
    askedUs = undefined;
  };
  return {
    facts,
    read(value, at) {
      const event = textOf(value, 'event');
      if (event === undefined) return false;
      const timeUs = secondsToUs(getField(value, 'time'));
      const told = objectOf(value, 'properties') ?? {};
      if (event === 'launched') end(at);
      if (session === undefined) {
        count++;
        session = new AgentSession({traceId: `run-${String(count)}`, agentName: 'aider'});
        session.begin(at, {startUs: timeUs});
      }
      if (event === 'message_send_starting') askedUs = timeUs;
      else if (event === 'message_send') {
        sent++;
        const {traceId, rootId} = session;
        const spanId = `reply-${String(sent)}`;
        // No text is logged: a reply without one would look like many that say the same.
        const span = compact<SpanDraft>({
          traceId,
          spanId,
          parentId: rootId,
          kind: 'llm',
          name: 'chat',
          startUs: askedUs,
          endUs: timeUs,
          roundId: spanId,
          derivedId: true,
          ...toCall(told),
        });
        facts.push(...session.facts.splice(0), {kind: 'span', span, at});
        session.patch(rootId, {endUs: timeUs}, at);
        askedUs = undefined;
      } else session.event({kind: 'log', name: event, timeUs, text: textOf(told, 'reason')}, at);
      facts.push(...session.facts.splice(0));
      if (event === 'exit') end(at);
      return true;
    },
    finish: end,
  };
}

/** Read, or money. */
const READ = [
  'main_model',
  'prompt_tokens',
  'completion_tokens',
  'total_tokens',
  'cost',
  'total_cost',
];

function toCall(told: JsonObject): {
  readonly model: string | undefined;
  readonly usage: Usage | undefined;
  readonly attributes: JsonObject;
} {
  const inputTokens = numberOf(told, 'prompt_tokens');
  const outputTokens = numberOf(told, 'completion_tokens');
  const hasUsage = inputTokens !== undefined || outputTokens !== undefined;
  return {
    model: textOf(told, 'main_model'),
    usage: hasUsage ? compact<Usage>({inputTokens, outputTokens, source: 'reported'}) : undefined,
    attributes: omitFields(told, READ),
  };
}

const parse = parseSessionLines(open, 'an event with its name');

export function readAnalytics(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  return parse(source, context);
}
