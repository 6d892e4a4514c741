import type {
  Fact,
  Locator,
  ParseContext,
  RecordEvent,
  RecordOptions,
  RecordSource,
} from '../api.js';
import {isArray} from '../api.js';
import {finishReading, takeFacts} from './finish.js';
import {readRecord} from './read-line.js';
import {createReading} from './reading.js';
import type {Reading} from './reading.js';
import {toReading, toState} from './state.js';

/** Reads a session, a sub-agent's transcript or a stream: JSON lines, or one array of them. */
export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const {resume, signal} = context;
  const begin: Locator = {kind: 'bytes', offset: resume?.offset ?? 0, length: 0};
  const reading = resume === undefined ? createReading() : toReading(resume.state, begin);
  let last: Locator = begin;
  for await (const batch of source.records(toOptions(source, context))) {
    signal.throwIfAborted();
    for (const event of batch) {
      // The array around the lines, without them, is no line.
      if (event.kind === 'rest' && isArray(event.value)) continue;
      readEvent(reading, context, event);
      last = event.at;
    }
    if (reading.facts.length > 0) yield takeFacts(reading);
  }
  finishReading(reading, last);
  yield takeFacts(reading);
  yield [{kind: 'checkpoint', state: toState(reading)}];
  return undefined;
}

function toOptions(source: RecordSource, {resume}: ParseContext): RecordOptions {
  // In JSON lines, a line that holds an array is no list of lines.
  if (source.container !== 'json-lines') return {elements: ['[]']};
  return resume === undefined ? {} : {fromOffset: resume.offset, fromLine: resume.line};
}

function readEvent(reading: Reading, {tally}: ParseContext, {value, at, kind}: RecordEvent): void {
  const refusal = readRecord(reading, value, at);
  if (refusal !== undefined) tally.refuse({...refusal, severity: 'data-loss', at});
  else if (kind !== 'rest') tally.accept();
}
