import type {
  Fact,
  JsonObject,
  JsonValue,
  Locator,
  ParseContext,
  RecordEvent,
  RecordSource,
  SpanDraft,
} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import {isEmpty, objectOf, pickFields, textOf} from '../common/fields.js';
import {isoToUs} from '../common/time.js';
import {holdMessage, releaseHeld} from './message.js';
import {createReading, openSession, touch} from './reading.js';
import type {Reading, Session} from './reading.js';
import {eventNameOf, isOtherSignal, readTelemetry} from './telemetry.js';

export async function* parse(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const reading = createReading();
  // In lines, `messages` occurs in patches only, which are read whole.
  const elements = source.container === 'json-lines' ? [] : ['messages[]', '[]'];
  for await (const batch of source.records({elements})) {
    signal.throwIfAborted();
    for (const event of batch) {
      const problem = readRecord(reading, event);
      if (event.kind === 'rest') continue;
      if (problem === undefined) tally.accept();
      else {
        tally.refuse({
          code: 'not-a-record',
          severity: 'data-loss',
          message: problem,
          at: event.at,
        });
      }
    }
    if (reading.facts.length > 0) {
      const facts = reading.facts;
      reading.facts = [];
      yield facts;
    }
  }
  for (const session of reading.sessions.values()) finishSession(reading, session);
  reading.facts.push(...reading.oddities.take());
  yield reading.facts;
  return undefined;
}

/** Why a record is not usable; undefined = it was read. */
function readRecord(reading: Reading, event: RecordEvent): string | undefined {
  const {value, at} = event;
  if (event.kind === 'element' && event.pattern === 0) {
    const top = event.above[0] ?? {};
    const session = openSession(reading, textOf(top, 'sessionId') ?? 'gemini-session', at);
    return readMessageValue(reading, session, value, at);
  }
  if (isArray(value)) return event.kind === 'rest' ? undefined : 'a record must be an object';
  if (!isObject(value)) return 'a record must be an object';
  if (eventNameOf(value) !== undefined) {
    readTelemetry(reading, value, at);
    return undefined;
  }
  if (isOtherSignal(value)) {
    reading.oddities.note({
      code: 'other-signals',
      severity: 'info',
      message: 'metrics and spans of the telemetry file were passed over',
      at,
    });
    return undefined;
  }
  return readLine(reading, value, at);
}

/** Header, message or patch; for an object, what stands around its messages. */
function readLine(reading: Reading, value: JsonObject, at: Locator): string | undefined {
  const set = objectOf(value, '$set');
  if (set !== undefined) return readPatch(reading, set, at);
  const sessionId = textOf(value, 'sessionId');
  if (sessionId !== undefined && textOf(value, 'type') === undefined) {
    readHeader(openSession(reading, sessionId, at), value);
    return undefined;
  }
  const rewindTo = textOf(value, '$rewindTo');
  const session = reading.current;
  if (session === undefined) return 'a message before the header that names the session';
  if (rewindTo === undefined) return readMessageValue(reading, session, value, at);
  releaseHeld(reading, session);
  reading.facts.push({
    kind: 'event',
    event: {traceId: session.id, spanId: session.id, kind: 'log', name: 'rewind', text: rewindTo},
    at,
  });
  return undefined;
}

const HEADER = ['projectHash', 'kind', 'summary', 'directories', 'meta'];

function readHeader(session: Session, value: JsonObject): void {
  session.attributes = {...session.attributes, ...pickFields(value, HEADER)};
  touch(session, isoToUs(value.startTime)?.us);
  touch(session, isoToUs(value.lastUpdated)?.us);
}

/** Fields of the header, or the whole list of messages when one in the middle has changed. */
function readPatch(reading: Reading, set: JsonObject, at: Locator): string | undefined {
  const session = reading.current;
  if (session === undefined) return 'a patch before the header that names the session';
  readHeader(session, set);
  const messages = getField(set, 'messages');
  if (!isArray(messages)) return undefined;
  for (const message of messages) readMessageValue(reading, session, message, at);
  return undefined;
}

function readMessageValue(
  reading: Reading,
  session: Session,
  value: JsonValue,
  at: Locator,
): string | undefined {
  if (!isObject(value) || textOf(value, 'type') === undefined) {
    return 'a message must be an object with a type';
  }
  holdMessage(reading, session, value, at);
  return undefined;
}

function finishSession(reading: Reading, session: Session): void {
  releaseHeld(reading, session);
  const {id, startUs, endUs, model, attributes, lastAt: at} = session;
  session.transcript.flush(at, reading.facts);
  const patch = compact<Partial<SpanDraft>>({
    startUs,
    endUs,
    model,
    attributes: isEmpty(attributes) ? undefined : attributes,
  });
  reading.facts.push({kind: 'span-patch', traceId: id, spanId: id, patch, at});
  const timeBasis = startUs === undefined ? 'none' : 'utc';
  reading.facts.push({kind: 'trace', trace: {traceId: id, sessionId: id, timeBasis}});
}
