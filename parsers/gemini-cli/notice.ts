import type {HarnessVerdict} from '../api.js';
import {compact} from '../api.js';
import {writeEvent} from './events.js';
import type {Told} from './events.js';
import type {Reading} from './reading.js';

const COMPRESSED = /compressed from (?:about )?(\d+) to (?:about )?(\d+) tokens/i;
const COMPRESSING = /compressed context will be sent/i;
const LOOP = /potential loop was detected|loop detected/i;
const LIMIT = /max(?:imum)? (?:number of )?(?:session )?turns|quota|rate limit|token limit/i;

/** What the program itself wrote into the chat. */
export function readNotice(reading: Reading, told: Told, type: string, text: string): void {
  const compressed = COMPRESSED.exec(text);
  if (compressed !== null || COMPRESSING.test(text)) {
    writeEvent(reading, told, {
      kind: 'compaction',
      name: 'chat_compression',
      text,
      tokensBefore: compressed === null ? undefined : Number(compressed[1]),
      tokensAfter: compressed === null ? undefined : Number(compressed[2]),
    });
    return;
  }
  const isLoop = LOOP.test(text);
  const isLimit = LIMIT.test(text);
  const kind = isLimit ? 'limit' : type === 'error' ? 'exception' : 'log';
  writeEvent(reading, told, {kind, name: type, text});
  if (isLoop) writeVerdict(reading, told, {kind: 'stuck', said: text, saidBy: 'gemini-cli'});
  else if (isLimit) writeVerdict(reading, told, {kind: 'limit', said: text, saidBy: 'gemini-cli'});
}

export function writeVerdict(
  reading: Reading,
  {session, us, at}: Pick<Told, 'session' | 'us' | 'at'>,
  verdict: Pick<HarnessVerdict, 'kind' | 'said' | 'saidBy'> & {readonly spanId?: string},
): void {
  const {id} = session;
  reading.facts.push({
    kind: 'verdict',
    verdict: compact<HarnessVerdict>({
      traceId: id,
      spanId: verdict.spanId ?? id,
      kind: verdict.kind,
      said: verdict.said,
      saidBy: verdict.saidBy,
      timeUs: us,
      value: undefined,
    }),
    at,
  });
}
