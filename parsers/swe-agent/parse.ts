import type {Fact, JsonObject, ParseContext, RecordEvent, RecordSource} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {objectOf} from '../common/fields.js';
import {finishRun} from './finish.js';
import {readEntry} from './read-entry.js';
import {readStep} from './read-step.js';
import {AGENT, TRACE, createReading, openPart} from './reading.js';
import type {Part, Reading} from './reading.js';
import {PATTERNS, partOf, takeSurvey} from './survey.js';

/** Two passes: the history, which says what the steps mean, stands behind them. */
export async function* parse(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const reading = createReading(await takeSurvey(source, signal));
  startRun(reading);
  for await (const batch of source.records({elements: PATTERNS})) {
    signal.throwIfAborted();
    for (const event of batch) {
      const isRead = readEvent(reading, event);
      if (event.kind === 'rest') continue;
      if (isRead) tally.accept();
      else {
        tally.refuse({
          code: 'not-a-step',
          severity: 'data-loss',
          message: 'a step or an entry of the history must be an object',
          at: event.at,
        });
      }
    }
    if (reading.facts.length > 0) yield reading.facts.splice(0);
  }
  finishRun(reading);
  yield reading.facts;
  return undefined;
}

/** Agents and their tasks first: the file tells of the task after the steps. */
function startRun(reading: Reading): void {
  const {attempts, top} = reading.survey;
  const at = top.firstAt;
  reading.facts.push({
    kind: 'span',
    span: {traceId: TRACE, spanId: AGENT, kind: 'agent', name: 'SWE-agent', agentName: 'SWE-agent'},
    at,
  });
  if (attempts.size === 0) startPart(reading, openPart(reading, 0));
  for (const index of attempts.keys()) {
    const part = openPart(reading, index);
    if (part === undefined) continue;
    const {agentId: spanId} = part;
    reading.facts.push({
      kind: 'span',
      span: {traceId: TRACE, spanId, parentId: AGENT, kind: 'agent', name: spanId, agentId: spanId},
      at: part.survey.firstAt,
    });
    startPart(reading, part);
  }
}

function startPart(reading: Reading, part: Part | undefined): void {
  const task = part?.survey.task;
  if (part === undefined || task === undefined) return;
  reading.facts.push({
    kind: 'event',
    event: {traceId: TRACE, spanId: part.agentId, kind: 'user-turn', name: 'task', text: task.text},
    at: task.at,
  });
}

function readEvent(reading: Reading, event: RecordEvent): boolean {
  const {value, at} = event;
  if (event.kind !== 'element') {
    if (isObject(value)) keepInfo(reading, value);
    return isObject(value);
  }
  if (!isObject(value)) return false;
  const index = partOf(event.pattern, at);
  // Beside attempts stands a copy of the one that was chosen.
  if (index === 0 && reading.survey.attempts.size > 0) return true;
  const part = openPart(reading, index);
  if (part === undefined) return true;
  part.lastAt = at;
  if (event.pattern % 2 === 0) readStep(reading, part, {value, at});
  else readEntry(reading, part, {value, at});
  return true;
}

function keepInfo(reading: Reading, value: JsonObject): void {
  const info = objectOf(value, 'info');
  const top = openPart(reading, 0);
  if (info !== undefined && top !== undefined) top.info = info;
  const attempts = getField(value, 'attempts');
  if (!isArray(attempts)) return;
  for (const [position, attempt] of attempts.entries()) {
    const part = openPart(reading, position + 1);
    const told = isObject(attempt) ? objectOf(attempt, 'info') : undefined;
    if (part !== undefined && told !== undefined) part.info = told;
  }
}
