import type {JsonObject, Locator} from '../api.js';
import {compact, getField} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';
import {textMessage} from '../common/messages/payload.js';
import {agentOf, readTime} from '../common/openhands/run.js';
import type {Reading, Run} from '../common/openhands/run.js';
import {writeVerdict} from '../common/openhands/said.js';
import {readAction} from './action.js';
import {readObservation} from './observation.js';
import {openReply} from './reply.js';
import type {Told} from './told.js';

export function isEvent(value: JsonObject): boolean {
  return textOf(value, 'action') !== undefined || textOf(value, 'observation') !== undefined;
}

/** Actions that are no calls: state of the controller, prompts, retrieved context. */
const SILENT = new Set([
  'recall',
  'change_agent_state',
  'start',
  'pause',
  'resume',
  'stop',
  'null',
]);
/** A nudge of the evaluation in the user's name. */
const NUDGE = /^Please continue (?:working|on whatever)/;

/** One event of a V0 stream. */
export function readStreamEvent(reading: Reading, run: Run, event: JsonObject, at: Locator): void {
  const us = readTime(run, event);
  const told: Told = {event, us, at};
  run.lastAt = at;
  const action = textOf(event, 'action');
  if (action === undefined) readObservation(reading, run, told);
  else if (textOf(event, 'source') === 'user') readUserAction(reading, run, told, action);
  else readAgentAction(reading, run, told, action);
  run.previousUs = us ?? run.previousUs;
}

function readUserAction(reading: Reading, run: Run, told: Told, action: string): void {
  const {event, us, at} = told;
  if (SILENT.has(action)) return;
  if (action !== 'message') {
    readAction(reading, run, told, action);
    return;
  }
  const text = textOf(objectOf(event, 'args') ?? {}, 'content') ?? textOf(event, 'message') ?? '';
  reading.facts.push({
    kind: 'event',
    event: compact({
      traceId: run.traceId,
      spanId: agentOf(run),
      kind: 'user-turn',
      name: 'user',
      timeUs: us,
      text,
      synthetic: NUDGE.test(text) ? true : undefined,
    }),
    at,
  });
  run.transcript.hear(textMessage('user', text), at, reading.facts);
}

function readAgentAction(reading: Reading, run: Run, told: Told, action: string): void {
  const {event, us, at} = told;
  if (SILENT.has(action)) return;
  const args = objectOf(event, 'args') ?? {};
  switch (action) {
    case 'system': {
      const text = textOf(args, 'content') ?? '';
      run.transcript.hear(textMessage('system', text), at, reading.facts);
      return;
    }
    case 'condensation':
    case 'condensation_request': {
      if (action === 'condensation_request') return;
      const text = textOf(args, 'summary');
      const fields = {traceId: run.traceId, spanId: agentOf(run), timeUs: us, text};
      reading.facts.push({
        kind: 'event',
        event: compact({...fields, kind: 'compaction', name: action}),
        at,
      });
      return;
    }
    case 'message':
      openReply(reading, run, told);
      return;
    case 'finish':
      openReply(reading, run, told);
      readFinish(reading, run, told, args);
      return;
    default:
      readAction(reading, run, told, action);
  }
}

/** The agent says that it is done, newer ones also whether the task is. */
function readFinish(reading: Reading, run: Run, {us, at}: Told, args: JsonObject): void {
  const completed = getField(args, 'task_completed');
  const word = typeof completed === 'string' ? completed : undefined;
  const kind = word === 'true' ? 'success' : word === 'false' ? 'failure' : 'other';
  const said = word === undefined ? 'finish' : `finish, task_completed ${word}`;
  writeVerdict(reading, run, {kind, said, saidBy: 'OpenHands finish', us, at});
}
