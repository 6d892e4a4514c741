import type {JsonValue} from '../api.js';
import {getField, isArray} from '../api.js';
import {textOf} from '../common/fields.js';
import {normaliseMessage} from '../common/messages/message.js';
import {textMessage} from '../common/messages/payload.js';
import {closeReply} from './reply.js';
import type {Reading} from './reading.js';
import type {Line} from './rollout-line.js';
import {writeEvent} from './thread.js';

/** The conversation goes on from a summary, or from the items that replace it. */
export function readCompacted(reading: Reading, line: Line): void {
  const {thread, payload, us, at} = line;
  closeReply(reading, line);
  const text = textOf(payload, 'message');
  writeEvent(reading, line, {kind: 'compaction', name: 'compacted', text});
  thread.compacted = true;
  thread.inputUs = us ?? thread.inputUs;
  thread.transcript.flush(at, reading.facts);
  thread.transcript.forget();
  const history: JsonValue | undefined = getField(payload, 'replacement_history');
  const messages = isArray(history)
    ? history.map(normaliseMessage)
    : text === undefined
      ? []
      : [textMessage('user', text)];
  for (const message of messages) {
    thread.transcript.hear({...message, synthetic: true}, at, reading.facts);
  }
}

/** The event repeats the line; alone, it tells of a compaction whose summary was not kept. */
export function readCompactionEvent(reading: Reading, line: Line): void {
  const {thread} = line;
  if (thread.compacted) {
    thread.compacted = false;
    return;
  }
  closeReply(reading, line);
  writeEvent(reading, line, {kind: 'compaction', name: 'context_compacted'});
}
