import type {Fact, JsonObject, ParseContext, RecordSource} from '../api.js';
import {getField} from '../api.js';
import {textOf} from '../common/fields.js';
import {readLogLine} from '../common/log-line.js';
import {isoToUs} from '../common/time.js';
import {RuntimeLog} from './runtime-log.js';
import {isCompletion} from './sniff.js';

/** Session of completions that name none. */
const UNKNOWN = 'session';

export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  if (source.container === 'sqlite') yield* parseTables(source, context);
  else yield* parseLines(source, context);
  return undefined;
}

/** Agents first: they name who asked. Function calls and events have no session: their time tells it. */
async function* parseTables(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const log = new RuntimeLog();
  for (const table of ['agents', 'chat_completions', 'function_calls', 'events']) {
    for await (const batch of source.rows(table)) {
      signal.throwIfAborted();
      for (const {row, at} of batch) {
        tally.accept();
        if (table === 'agents') {
          log.noteAgent(
            sessionOf(row),
            getField(row, 'wrapper_id'),
            textOf(row, 'name') ?? 'agent',
          );
        } else if (table === 'chat_completions') log.completion(sessionOf(row), row, at);
        else {
          const time = isoToUs(getField(row, 'timestamp'))?.us;
          const session = log.sessionAt(time) ?? UNKNOWN;
          if (table === 'events') log.event(session, row, at);
          else log.functionCall(session, row, at);
        }
      }
      yield log.facts.splice(0);
    }
  }
  log.finish();
  yield log.facts.splice(0);
  return undefined;
}

const STARTED = /Started new session with Session ID: ([0-9a-f-]{36})/;

async function* parseLines(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const log = new RuntimeLog();
  let session = UNKNOWN;
  for await (const batch of source.lines()) {
    signal.throwIfAborted();
    for (const {text, at} of batch) {
      const started = STARTED.exec(text);
      const read = started === null ? readLogLine(text) : undefined;
      if (started !== null) session = started[1] ?? session;
      if (read === undefined) {
        if (started !== null || text.trim() === '' || /^\s*\[?file_logger/i.test(text))
          tally.accept();
        else
          tally.refuse({
            code: 'garbage-line',
            severity: 'data-loss',
            message: 'expected a JSON object',
            at,
          });
        continue;
      }
      readLine(log, session, read.value, at);
      tally.accept();
    }
    yield log.facts.splice(0);
  }
  log.finish();
  yield log.facts.splice(0);
  return undefined;
}

function readLine(
  log: RuntimeLog,
  session: string,
  value: JsonObject,
  at: Parameters<RuntimeLog['event']>[2],
): void {
  const name = textOf(value, 'agent_name');
  if (isCompletion(value)) log.completion(session, value, at);
  else if (name !== undefined) log.noteAgent(session, getField(value, 'wrapper_id'), name);
  else if (textOf(value, 'event_name') !== undefined) log.event(session, value, at);
  else if ('input_args' in value || 'returns' in value) log.functionCall(session, value, at);
  // What is left are wrappers and clients: their construction says nothing of the run.
}

function sessionOf(row: JsonObject): string {
  return textOf(row, 'session_id') ?? UNKNOWN;
}
