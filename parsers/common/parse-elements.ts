import type {Fact, ParseContext, RecordEvent, RecordSource} from '../api.js';

type EventOf<K extends RecordEvent['kind']> = RecordEvent & {readonly kind: K};

/** What a parser does with the records of a format that is a document, an array or JSON lines. */
export interface ElementReading {
  /** An element that matched a pattern: accepted or refused by the reading. */
  element(event: EventOf<'element'>, out: Fact[]): void;
  /** A whole value in which nothing matched: accepted or refused by the reading. */
  value(event: EventOf<'value'>, out: Fact[]): void;
  /** What stood around the elements. */
  rest?(event: EventOf<'rest'>, out: Fact[]): void;
  /** After the last record. */
  end?(out: Fact[]): void;
}

/** One pass over the records, batch by batch. */
export async function* parseElements(
  source: RecordSource,
  context: ParseContext,
  elements: readonly string[],
  reading: ElementReading,
): AsyncGenerator<readonly Fact[], undefined> {
  for await (const batch of source.records({elements})) {
    context.signal.throwIfAborted();
    const facts: Fact[] = [];
    for (const event of batch) {
      if (event.kind === 'element') reading.element(event, facts);
      else if (event.kind === 'value') reading.value(event, facts);
      else reading.rest?.(event, facts);
    }
    if (facts.length > 0) yield facts;
  }
  const last: Fact[] = [];
  reading.end?.(last);
  if (last.length > 0) yield last;
  return undefined;
}
