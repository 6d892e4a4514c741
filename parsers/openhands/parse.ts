import type {
  Fact,
  JsonObject,
  JsonValue,
  Locator,
  ParseContext,
  RecordEvent,
  RecordSource,
} from '../api.js';
import {isArray, isObject} from '../api.js';
import {pickFields, textOf} from '../common/fields.js';
import {
  isConversationEvent,
  readConversationEvent,
} from '../common/openhands/conversation-event.js';
import {createReading, finishRun, startRun} from '../common/openhands/run.js';
import type {Reading, Run} from '../common/openhands/run.js';
import {readInstanceEnd} from './instance.js';
import {isEvent, readStreamEvent} from './stream-event.js';

/** Events of a history, events of an array; all else is a record of its own. */
const PATTERNS = ['history[]', '[]'];
const HISTORY = 0;

interface State {
  readonly reading: Reading;
  run: Run | undefined;
  instances: number;
}

export async function* parse(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const state: State = {reading: createReading(), run: undefined, instances: 0};
  const {reading} = state;
  for await (const batch of source.records({elements: PATTERNS})) {
    signal.throwIfAborted();
    for (const event of batch) {
      const isRead = readRecord(state, event);
      if (event.kind === 'rest') continue;
      if (isRead) tally.accept();
      else {
        tally.refuse({
          code: 'not-an-event',
          severity: 'data-loss',
          message: 'an event must be an object with action, observation or kind',
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
  if (state.run !== undefined) finishRun(reading, state.run);
  reading.facts.push(...reading.oddities.take());
  yield reading.facts;
  return undefined;
}

function readRecord(state: State, event: RecordEvent): boolean {
  const {value, at} = event;
  if (event.kind === 'element') {
    const top = event.pattern === HISTORY ? event.above[0] : undefined;
    return readEvents(state, value, {at, top});
  }
  if (isArray(value)) return true;
  if (!isObject(value)) return false;
  if (isEvent(value) || isConversationEvent(value)) return readEvents(state, value, {at});
  if (textOf(value, 'instance_id') === undefined && value.history === undefined) return false;
  // The instance around its history, or one without a history.
  const run = openRun(state, value, at);
  run.attributes = pickFields(value, ['instance_id', 'metadata', 'test_result', 'metrics']);
  readInstanceEnd(state.reading, run, value, at);
  finishRun(state.reading, run);
  state.run = undefined;
  return true;
}

function openRun(state: State, top: JsonObject | undefined, at: Locator): Run {
  if (state.run !== undefined) return state.run;
  state.instances++;
  const id = top === undefined ? 'run' : textOf(top, 'instance_id');
  const run = startRun(state.reading, id ?? `instance-${String(state.instances)}`, at);
  state.run = run;
  return run;
}

/** Old histories hold pairs of an action and its observation. */
function readEvents(
  state: State,
  value: JsonValue,
  from: {readonly at: Locator; readonly top?: JsonObject | undefined},
): boolean {
  const {reading} = state;
  const run = openRun(state, from.top, from.at);
  const events = isArray(value) ? value : [value];
  let isRead = events.length > 0;
  for (const event of events) {
    if (!isObject(event)) isRead = false;
    else if (isConversationEvent(event)) readConversationEvent(reading, run, event, from.at);
    else if (isEvent(event)) readStreamEvent(reading, run, event, from.at);
    else isRead = false;
  }
  return isRead;
}
