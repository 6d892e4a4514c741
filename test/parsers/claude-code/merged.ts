import {createHash} from 'node:crypto';
import type {Fact, SpanDraft} from '../../../src/model/facts.js';
import type {MessageBase, MessageList} from '../../../src/model/message.js';

export type Span = Partial<SpanDraft> & {readonly traceId: string; readonly spanId: string};

/** What a case makes of facts, as far as these tests need it: later facts add and replace fields. */
export interface Merged {
  readonly spans: ReadonlyMap<string, Span>;
  /** Whole lists by `trace/span/direction`. */
  readonly messages: ReadonlyMap<string, Digests>;
  /** Events, links, verdicts, in order, without their place. */
  readonly others: readonly unknown[];
}

/** For each position of a list, a digest of all messages up to it: lists are long and alike. */
export type Digests = readonly string[];

/** Merges the passes of one or more sources. Lists by number end with each pass. */
export function mergeFacts(passes: readonly (readonly Fact[])[]): Merged {
  const spans = new Map<string, Span>();
  const messages = new Map<string, Digests>();
  const others: unknown[] = [];
  for (const facts of passes) {
    const lists = new Map<number, Digests>();
    for (const fact of facts) {
      switch (fact.kind) {
        case 'span':
          addSpan(spans, fact.span);
          break;
        case 'span-patch':
          addSpan(spans, {...fact.patch, traceId: fact.traceId, spanId: fact.spanId});
          break;
        case 'messages': {
          const whole = expand(fact.list, lists, messages);
          lists.set(fact.list.id, whole);
          for (const id of fact.list.release ?? []) lists.delete(id);
          messages.set(`${fact.traceId}/${fact.spanId}/${fact.direction}`, whole);
          break;
        }
        case 'event':
        case 'link':
        case 'verdict':
          others.push({...fact, at: undefined});
          break;
        case 'trace':
        case 'context-event':
        case 'diagnostic':
        case 'checkpoint':
          break;
      }
    }
  }
  return {spans, messages, others};
}

function addSpan(spans: Map<string, Span>, span: Span): void {
  const key = `${span.traceId}/${span.spanId}`;
  const {unfinished, ...rest} = {...spans.get(key), ...span};
  // `false` takes back an earlier pass; a whole pass never says it.
  spans.set(key, unfinished === true ? {...rest, unfinished} : rest);
}

function expand(
  list: MessageList,
  lists: ReadonlyMap<number, Digests>,
  stored: ReadonlyMap<string, Digests>,
): Digests {
  const base = list.base === undefined ? [] : findBase(list.base, lists, stored);
  const keep = list.base?.keep ?? 0;
  if (base === undefined || base.length < keep) throw new Error('a base is missing');
  const whole = base.slice(0, keep);
  for (const message of list.add) {
    const hash = createHash('sha256').update(whole.at(-1) ?? '');
    whole.push(hash.update(JSON.stringify(message)).digest('base64'));
  }
  return whole;
}

function findBase(
  base: MessageBase,
  lists: ReadonlyMap<number, Digests>,
  stored: ReadonlyMap<string, Digests>,
): Digests | undefined {
  if ('id' in base) return lists.get(base.id);
  return stored.get(`${base.traceId}/${base.spanId}/${base.direction}`);
}
