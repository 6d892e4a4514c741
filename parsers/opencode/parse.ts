import type {Fact, Locator, ParseContext, RecordEvent, RecordSource} from '../api.js';
import type {Doc} from '../common/opencode/docs.js';
import {Sessions} from '../common/opencode/sessions.js';
import {textOf} from '../common/fields.js';
import {Dump, UNKNOWN} from './dump.js';
import {Order} from './order.js';
import {ELEMENTS, docsOf, sizeOf} from './records.js';

/** Bytes of documents that are held at once where their order is not known to be right. */
const MAX_HELD_BYTES = 32_000_000;
/** Bad records remembered while it is not decided how the file is read. */
const MAX_HELD_BAD = 10_000;

const NOTHING: Locator = {kind: 'bytes', offset: 0, length: 0};

/** A small file is held whole; a larger one is read as it comes, where its order allows, or as far as can be held. */
export function parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  return parseWithin(MAX_HELD_BYTES, source, context);
}

/** For tests, which have no files of such a size. */
export async function* parseWithin(
  maxBytes: number,
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const facts = await readSmall(maxBytes, source, context);
  if (facts !== undefined) {
    yield facts;
    return undefined;
  }
  const order = new Order();
  for await (const batch of source.records({elements: ELEMENTS})) {
    context.signal.throwIfAborted();
    for (const event of batch) for (const doc of docsOf(event) ?? []) order.see(doc);
  }
  if (order.isKept) yield* readInOrder(source, context, order.sessions);
  else yield await readHeld(maxBytes, source, context);
  return undefined;
}

/** Undefined where the file is too large to be held; nothing is counted then. */
async function readSmall(
  maxBytes: number,
  source: RecordSource,
  {signal, tally}: ParseContext,
): Promise<readonly Fact[] | undefined> {
  const dump = new Dump();
  const bad: Locator[] = [];
  let [held, good] = [0, 0];
  let last = NOTHING;
  for await (const batch of source.records({elements: ELEMENTS})) {
    signal.throwIfAborted();
    for (const event of batch) {
      last = event.at;
      if (event.kind !== 'rest') held += sizeOf(event);
      if (held > maxBytes || bad.length > MAX_HELD_BAD) return undefined;
      const docs = docsOf(event);
      for (const doc of docs ?? []) dump.add(doc);
      if (docs === undefined) bad.push(event.at);
      else if (event.kind !== 'rest') good++;
    }
  }
  tally.accept(good);
  for (const at of bad) tally.refuse({...NO_DOC, at});
  return dump.facts(last);
}

const NO_DOC = {
  code: 'unusable-record',
  severity: 'data-loss',
  message: 'expected a session, a message or a part of OpenCode',
} as const;

/** One message and its parts are held. */
async function* readInOrder(
  source: RecordSource,
  {signal, tally}: ParseContext,
  docs: ReadonlyMap<string, Doc>,
): AsyncGenerator<readonly Fact[], undefined> {
  const sessions = new Sessions(docs);
  let message: Doc | undefined;
  let parts: Doc[] = [];
  let last = NOTHING;
  const end = (): void => {
    if (message !== undefined) sessions.add(sessionOf(message), {...message, parts});
    message = undefined;
    parts = [];
  };
  for await (const batch of source.records({elements: ELEMENTS})) {
    signal.throwIfAborted();
    for (const event of batch) {
      last = event.at;
      const found = docsOf(event);
      for (const {kind, value, at} of found ?? []) {
        if (kind === 'message') {
          end();
          message = {value, at};
        } else if (kind === 'part') parts.push({value, at});
      }
      count(event, found !== undefined, tally);
    }
    if (sessions.facts.length > 0) yield sessions.facts.splice(0);
  }
  end();
  sessions.finish(last);
  yield sessions.facts.splice(0);
  return undefined;
}

function sessionOf({value}: Doc): string {
  return textOf(value, 'sessionID') ?? UNKNOWN;
}

/** What goes beyond the bound is refused, and said. */
async function readHeld(
  maxBytes: number,
  source: RecordSource,
  {signal, tally}: ParseContext,
): Promise<readonly Fact[]> {
  const dump = new Dump();
  let held = 0;
  let last = NOTHING;
  for await (const batch of source.records({elements: ELEMENTS})) {
    signal.throwIfAborted();
    for (const event of batch) {
      last = event.at;
      const docs = docsOf(event);
      if (event.kind !== 'rest' && docs !== undefined && docs.length > 0) {
        const size = sizeOf(event);
        if (held + size > maxBytes) {
          tally.refuse({...TOO_LARGE, at: event.at});
          continue;
        }
        held += size;
      }
      for (const doc of docs ?? []) dump.add(doc);
      count(event, docs !== undefined, tally);
    }
  }
  return dump.facts(last);
}

const TOO_LARGE = {
  code: 'dump-too-large',
  severity: 'data-loss',
  message:
    'expected parts behind their message, or at most 32 MB of documents in any order; name the storage folder instead',
} as const;

function count({kind, at}: RecordEvent, isGood: boolean, tally: ParseContext['tally']): void {
  if (!isGood) tally.refuse({...NO_DOC, at});
  else if (kind !== 'rest') tally.accept();
}
