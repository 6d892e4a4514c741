import type {Fact, Locator} from '../api.js';
import type {Reading} from './reading.js';
import {writeReplies} from './replies.js';
import {writeAgentSpan, writeConversation} from './thread.js';
import {markUnfinished} from './tools.js';

/** Sends everything that waited for the end of the source. `at` = its last record. */
export function finishReading(reading: Reading, at: Locator): void {
  for (const thread of reading.threads.values()) {
    writeReplies(reading, thread);
    writeAgentSpan(reading, thread);
    writeConversation(reading, thread, at);
  }
  for (const open of reading.openTools.values()) {
    // Copies leave things out: a result that is not among them may be in the sub-agent's own file.
    if (!open.copy) markUnfinished(reading, open, at);
  }
  for (const {count, ...oddity} of reading.oddities.values()) {
    reading.facts.push({kind: 'diagnostic', diagnostic: {...oddity, count}});
  }
  reading.oddities.clear();
}

export function takeFacts(reading: Reading): readonly Fact[] {
  const facts = reading.facts;
  reading.facts = [];
  return facts;
}
