import type {SniffHead, SniffVerdict} from '../api.js';
import {logTextOf} from '../common/text-log/log-text.js';

/** `[2024-22-12 13:25:28 INFO] `: year, day, month. */
export const STAMP = /^\[(\d{4})-(\d{2})-(\d{2}) (\d{2}:\d{2}:\d{2}) ([A-Z]+)\] /;
const SAYS =
  /\*\*ChatDev Starts\*\*|\*\*\[(?:Preprocessing|chatting|RolePlaying|Start Chat)\]\*\*|\*\*\[OpenAI_Usage_Info (?:Send|Receive)\]\*\*|AgentTech Starts|<->.{1,80} on : \w+, turn \d+\*\*/;

export function sniff(head: SniffHead): SniffVerdict {
  const text = logTextOf(head) ?? '';
  const stamped = new RegExp(STAMP.source, 'm').test(text);
  return stamped && SAYS.test(text)
    ? {match: 'yes', reason: 'has lines [YYYY-DD-MM time LEVEL] of a ChatDev chat'}
    : {
        match: 'no',
        reason: 'no [YYYY-DD-MM time LEVEL] lines with ChatDev Starts, [chatting] or [Start Chat]',
      };
}
