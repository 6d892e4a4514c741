import type {Fact, JsonObject, Locator, ParseContext, RecordSource} from '../api.js';
import {isObject} from '../api.js';
import {objectOf, pickFields, textOf} from '../common/fields.js';
import {
  isConversationEvent,
  readConversationEvent,
  readStats,
  readStatus,
} from '../common/openhands/conversation-event.js';
import {createReading, finishRun, startRun} from '../common/openhands/run.js';
import type {Reading, Run} from '../common/openhands/run.js';
import {EVENT, STATE} from './sniff.js';

interface Conversation {
  readonly folder: string;
  run: Run | undefined;
  state: {readonly value: JsonObject; readonly at: Locator} | undefined;
}

/** Members come sorted by path: the state of a conversation, then its events in order. */
export async function* parse(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const reading = createReading();
  let open: Conversation | undefined;
  for await (const {path, source: member} of source.entries()) {
    signal.throwIfAborted();
    const isState = STATE.test(path);
    if (!isState && !EVENT.test(path)) continue;
    const folder = path.replace(STATE, '').replace(EVENT, '');
    if (open?.folder !== folder) {
      finish(reading, open);
      open = {folder, run: undefined, state: undefined};
    }
    for await (const batch of member.records()) {
      for (const {value, at} of batch) {
        const problem = isObject(value)
          ? readMember(reading, open, {value, at, isState})
          : NO_OBJECT;
        if (problem === undefined) tally.accept();
        else tally.refuse({code: 'not-an-event', severity: 'data-loss', message: problem, at});
      }
    }
    if (reading.facts.length > 0) {
      const facts = reading.facts;
      reading.facts = [];
      yield facts;
    }
  }
  finish(reading, open);
  reading.facts.push(...reading.oddities.take());
  yield reading.facts;
  return undefined;
}

const NO_OBJECT = 'a member of a conversation must be a JSON object';

function readMember(
  reading: Reading,
  open: Conversation,
  told: {readonly value: JsonObject; readonly at: Locator; readonly isState: boolean},
): string | undefined {
  const {value, at, isState} = told;
  if (isState) {
    open.state = {value, at};
    openRun(reading, open, at);
    return undefined;
  }
  if (!isConversationEvent(value) && textOf(value, 'kind') === undefined) {
    return 'an event must have an id and a kind';
  }
  readConversationEvent(reading, openRun(reading, open, at), value, at);
  return undefined;
}

function openRun(reading: Reading, open: Conversation, at: Locator): Run {
  if (open.run !== undefined) return open.run;
  const id = open.state === undefined ? undefined : textOf(open.state.value, 'id');
  open.run = startRun(reading, id ?? (open.folder === '' ? 'conversation' : open.folder), at);
  return open.run;
}

const KEPT = ['max_iterations', 'stuck_detection', 'execution_status', 'stats', 'persistence_dir'];

/** The state is that of the end: usage and status belong behind the events. */
function finish(reading: Reading, open: Conversation | undefined): void {
  const run = open?.run;
  if (open === undefined || run === undefined) return;
  const {state} = open;
  if (state !== undefined) {
    const {value, at} = state;
    const stats = objectOf(value, 'stats');
    if (stats !== undefined) readStats(reading, run, stats, at);
    const status = textOf(value, 'execution_status');
    if (status !== undefined) readStatus(reading, run, {status, at});
    run.attributes = pickFields(value, KEPT);
  }
  finishRun(reading, run);
}
