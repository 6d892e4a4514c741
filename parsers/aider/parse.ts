import type {Fact, ParseContext, RecordSource} from '../api.js';
import {readAnalytics} from './analytics.js';
import {readChat} from './chat.js';
import {readLlmHistory} from './llm-history.js';
import {CALL, STARTED} from './sniff.js';

/** Lines looked at to tell a chat history from an LLM history. */
const MAX_LOOKED_AT = 2_000;

export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  if (source.container === 'json-lines' || source.container === 'json-document') {
    yield* readAnalytics(source, context);
  } else if (await isLlmHistory(source)) yield* readLlmHistory(source, context);
  else yield* readChat(source, context);
  return undefined;
}

async function isLlmHistory(source: RecordSource): Promise<boolean> {
  let looked = 0;
  for await (const batch of source.lines()) {
    for (const {text} of batch) {
      if (STARTED.test(text)) return false;
      if (CALL.test(text)) return true;
      looked++;
      if (looked > MAX_LOOKED_AT) return false;
    }
  }
  return false;
}
