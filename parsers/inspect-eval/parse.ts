import type {Fact, JsonObject, JsonValue, Locator, ParseContext, RecordSource} from '../api.js';
import {isArray, isObject} from '../api.js';
import {readEvalInfo} from '../common/inspect/eval-info.js';
import {readSample} from '../common/inspect/sample.js';
import {Oddities} from '../common/oddities.js';
import {readMembers} from './members.js';
import type {SampleMembers} from './members.js';

interface Found {
  readonly value: JsonValue;
  readonly at: Locator;
}

/** One sample after the other; the largest of them is what is held. */
export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const oddities = new Oddities();
  const members = await readMembers(source);
  let log: JsonObject | undefined;
  // An interrupted log has no header; what the journal began with says the same of the eval.
  for (const header of members.headers) {
    for (const {value} of await readAll(header, context)) if (isObject(value)) log = value;
  }
  const info = readEvalInfo(log);
  for (const sample of members.samples) {
    context.signal.throwIfAborted();
    const found = await readOne(sample, context);
    if (found === undefined) {
      oddities.note({
        code: 'incomplete-sample',
        severity: 'data-loss',
        message: 'a sample has members, but none that holds the sample itself',
      });
      continue;
    }
    yield* readSample({sample: found.value, info, at: found.at, oddities});
  }
  if (members.replaced > 0) {
    oddities.note({
      code: 'sample-written-again',
      severity: 'info',
      message: `${String(members.replaced)} samples were written again; the last one counts`,
    });
  }
  yield oddities.take();
  return undefined;
}

async function readAll(
  member: RecordSource,
  {signal, tally}: ParseContext,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for await (const batch of member.records()) {
    signal.throwIfAborted();
    for (const {value, at} of batch) {
      if (isObject(value) || isArray(value)) {
        tally.accept();
        found.push({value, at});
      } else tally.refuse({...NO_SAMPLE, at});
    }
  }
  return found;
}

const NO_SAMPLE = {
  code: 'not-a-sample',
  severity: 'data-loss',
  message: 'a member of an eval log must be an object or a list',
} as const;

async function readOne(
  sample: SampleMembers,
  context: ParseContext,
): Promise<{readonly value: JsonObject; readonly at: Locator} | undefined> {
  if (sample.whole !== undefined) {
    const [found] = await readAll(sample.whole, context);
    return found !== undefined && isObject(found.value)
      ? {value: found.value, at: found.at}
      : undefined;
  }
  return joinPieces(sample, context);
}

/** The chunked layout: the number in a name is the index of its first item. */
async function joinPieces(
  {pieces}: SampleMembers,
  context: ParseContext,
): Promise<{readonly value: JsonObject; readonly at: Locator} | undefined> {
  let base: {readonly value: JsonObject; readonly at: Locator} | undefined;
  const events: JsonValue[] = [];
  const messages: JsonValue[] = [];
  const texts: [string, JsonValue][] = [];
  const sorted = pieces.toSorted((a, b) => a.start - b.start);
  for (const {part, start, source} of sorted) {
    for (const {value, at} of await readAll(source, context)) {
      if (part === 'sample' && isObject(value)) base = {value, at};
      if (!isArray(value)) continue;
      for (const [index, item] of value.entries()) {
        if (part === 'events') events.push(item);
        else if (part === 'messages') messages.push(item);
        else if (part === 'attachments') texts.push([String(start + index), item]);
      }
    }
  }
  if (base === undefined) return undefined;
  const attachments = Object.fromEntries(texts);
  return {at: base.at, value: {...base.value, events, attachments, events_data: {messages}}};
}
