import type {Locator, SpanDraft} from '../api.js';
import {compact} from '../api.js';
import {closeReply, flushHeldUser} from './reply.js';
import type {Reading} from './reading.js';

/** Sends everything that waited for the end of the source. `at` = its last record. */
export function finishThread(reading: Reading, at: Locator): void {
  const {thread, facts, open} = reading;
  if (thread !== undefined) {
    const told = {thread, us: undefined, at};
    closeReply(reading, told);
    flushHeldUser(reading, told);
    thread.transcript.flush(at, facts);
    writeAgent(reading, at);
  }
  for (const {traceId, spanId, at: where} of open.values()) {
    facts.push({kind: 'span-patch', traceId, spanId, patch: {unfinished: true}, at: where});
  }
  open.clear();
  facts.push(...reading.oddities.take());
}

/** A session without its first line has no agent span yet. */
function writeAgent(reading: Reading, at: Locator): void {
  const {thread, facts} = reading;
  if (thread === undefined) return;
  const {id, startUs, endUs, model, agentName, firstAt} = thread;
  const told = compact<Partial<SpanDraft>>({startUs, endUs, model});
  if (Object.keys(thread.attributes).length > 0) {
    facts.push({kind: 'span-patch', traceId: id, spanId: id, patch: told, at});
    return;
  }
  const name = agentName ?? 'codex';
  facts.push({
    kind: 'span',
    span: {...told, traceId: id, spanId: id, kind: 'agent', name, agentName: name},
    at: firstAt,
  });
  const timeBasis = startUs === undefined ? 'none' : 'utc';
  facts.push({kind: 'trace', trace: {traceId: id, sessionId: id, timeBasis}});
}
