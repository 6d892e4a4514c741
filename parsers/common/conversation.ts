import type {JsonValue, Message, MessageList} from '../api.js';
import {findCommonPrefix, findElementEnds, findLastElementEnd, skipSpace} from './array-text.js';
import type {ElementEnd} from './array-text.js';
import {ConversationHeads} from './conversation-heads.js';
import type {ConversationBounds, Head} from './conversation-heads.js';
import {isEqualJson, measureJson} from './json-equal.js';
import {parseJsonText} from './json-text.js';

/** One raw message of a dialect in our shape; must be pure and look at nothing else. */
export type NormaliseMessage = (raw: JsonValue) => Message;

/** Messages that stand before the array and come from elsewhere: a system prompt in its own attribute. */
export interface LeadText {
  /** Identity: lists with another lead are other conversations. */
  readonly text: string;
  readonly read: (text: string) => readonly Message[];
}

/**
 * Turns the whole message list that each call carries into the difference to an earlier list.
 *
 * Calls of one conversation repeat everything said before, so the text of call n is (but for the
 * last bracket) a prefix of that of call n+1. The prefix is compared as text, at memory speed, and
 * only the tail is parsed. What comes out always equals a full parse; the difference is only how
 * much of it is written as `keep`.
 *
 * A list may appear in its own `release`: it is then never a base. Bounds: see ConversationHeads.
 */
export class ConversationTracker {
  readonly #heads: ConversationHeads;

  constructor(bounds: Partial<ConversationBounds> = {}) {
    this.#heads = new ConversationHeads(bounds);
  }

  /**
   * `text` is the JSON text of a whole array of messages, `key` what tells conversations apart
   * (trace and direction, say); several that share a key are told apart by their prefixes.
   * Returns undefined when the text is not a JSON array.
   */
  fromJsonText(
    key: string,
    text: string,
    normalise: NormaliseMessage,
    lead?: LeadText,
  ): MessageList | undefined {
    if (text.charCodeAt(skipSpace(text, 0)) !== 91) return undefined;
    const found = this.#findTextBase(key, text, lead?.text);
    if (found !== undefined) {
      const tail = parseTail(text, found.end.offset);
      if (tail !== undefined) return this.#addText({key, text, normalise, lead, raw: tail, found});
    }
    const raw = parseJsonText(text);
    if (!Array.isArray(raw)) return undefined;
    return this.#addText({key, text, normalise, lead, raw: raw as readonly JsonValue[]});
  }

  /** A whole list that is already structured; compared message by message with earlier ones. */
  fromMessages(key: string, messages: readonly Message[]): MessageList {
    let best: Head | undefined;
    let keep = 0;
    for (const head of this.#heads.ofKey(key)) {
      if (head.messages === undefined) continue;
      const same = countSame(head.messages, messages);
      if (same > keep || best === undefined) {
        best = head;
        keep = same;
      }
      if (same === head.messages.length && same > 0) break;
    }
    const add = keep === 0 ? messages : messages.slice(keep);
    const shared = keep === 0 ? undefined : best;
    const whole = shared !== undefined && keep === shared.count ? shared : undefined;
    const head: Head = {
      id: this.#heads.nextId(),
      key,
      count: messages.length,
      messages,
      chars: whole === undefined ? measureJson(messages) : whole.chars + measureJson(add),
      ends: [],
      leadCount: 0,
    };
    const base = shared === undefined ? undefined : {id: shared.id, keep};
    if (whole !== undefined) this.#heads.replace(whole, head);
    else {
      if (shared !== undefined) this.#heads.touch(shared);
      this.#heads.add(head);
    }
    return this.#finish(head.id, base, add);
  }

  /**
   * A list that the log itself names as the continuation of list `baseId`: its first `keep`
   * messages (default all) and then `messages`. Several lists may go on from one base. Without a
   * base, a new conversation. Returns undefined when the base is unknown or was released by the
   * bound: the caller says so and starts anew.
   */
  extend(
    baseId: number | undefined,
    messages: readonly Message[],
    keep?: number,
  ): MessageList | undefined {
    if (baseId === undefined) {
      return this.#finish(this.#heads.addLength(messages.length), undefined, messages);
    }
    const baseCount = this.#heads.getLength(baseId);
    if (baseCount === undefined) return undefined;
    const kept = Math.min(keep ?? baseCount, baseCount);
    const id = this.#heads.addLength(kept + messages.length);
    return this.#finish(id, {id: baseId, keep: kept}, messages);
  }

  /** A list that nothing will go on from: a model's reply. */
  single(messages: readonly Message[]): MessageList {
    const id = this.#heads.nextId();
    this.#heads.release(id);
    return this.#finish(id, undefined, messages);
  }

  /** Number of messages of a live list, for callers that build on `extend`. */
  getLength(id: number): number | undefined {
    return this.#heads.getLength(id);
  }

  #finish(
    id: number,
    base: {readonly id: number; readonly keep: number} | undefined,
    add: readonly Message[],
  ): MessageList {
    const release = this.#heads.takeReleased();
    if (base === undefined) return release.length === 0 ? {id, add} : {id, add, release};
    return release.length === 0 ? {id, base, add} : {id, base, add, release};
  }

  #findTextBase(key: string, text: string, lead: string | undefined): TextBase | undefined {
    let best: TextBase | undefined;
    for (const head of this.#heads.ofKey(key)) {
      const end = head.ends.at(-1);
      if (head.text === undefined || end === undefined || head.lead !== lead) continue;
      if (isPrefix(head.text, text, end.offset) && goesOn(text, end.offset)) {
        return {head, end, whole: true};
      }
    }
    for (const head of this.#heads.ofKey(key)) {
      if (head.text === undefined || head.lead !== lead) continue;
      const end = findSharedEnd(head, text);
      if (end !== undefined && end.count > (best?.end.count ?? 0)) best = {head, end, whole: false};
    }
    return best;
  }

  #addText(input: {
    readonly key: string;
    readonly text: string;
    readonly raw: readonly JsonValue[];
    readonly normalise: NormaliseMessage;
    readonly lead: LeadText | undefined;
    readonly found?: TextBase;
  }): MessageList {
    const {key, text, raw, normalise, found, lead} = input;
    const add: Message[] =
      found === undefined && lead !== undefined ? [...lead.read(lead.text)] : [];
    const leadCount = found?.head.leadCount ?? add.length;
    const start = add.length;
    for (const value of raw) add.push(normalise(value));
    const count = (found?.end.count ?? 0) + add.length - start;
    const ends: ElementEnd[] =
      found === undefined
        ? []
        : found.whole
          ? found.head.ends
          : found.head.ends.filter((end) => end.offset <= found.end.offset);
    const last = count === 0 ? undefined : findLastElementEnd(text);
    if (last !== undefined && last > (ends.at(-1)?.offset ?? 0)) ends.push({offset: last, count});
    const head: Head = {
      id: this.#heads.nextId(),
      key,
      count: leadCount + count,
      text,
      ends: this.#heads.boundEnds(ends),
      chars: text.length + (lead?.text.length ?? 0),
      leadCount,
      ...(lead === undefined ? {} : {lead: lead.text}),
    };
    const base =
      found === undefined ? undefined : {id: found.head.id, keep: leadCount + found.end.count};
    if (found?.whole === true) this.#heads.replace(found.head, head);
    else {
      if (found !== undefined) this.#heads.touch(found.head);
      this.#heads.add(head);
    }
    return this.#finish(head.id, base, add);
  }
}

interface TextBase {
  readonly head: Head;
  readonly end: ElementEnd;
  /** The new list goes on from the whole of the head's list. */
  readonly whole: boolean;
}

function isPrefix(head: string, text: string, length: number): boolean {
  // Unequal histories mostly differ in length or at the end of the prefix: look there first.
  if (text.length < length || head.charCodeAt(length - 1) !== text.charCodeAt(length - 1)) {
    return false;
  }
  return text.slice(0, length) === head.slice(0, length);
}

/** An element that ended here in one text also ends here in this one: `[1]` is no start of `[12]`. */
function goesOn(text: string, offset: number): boolean {
  const code = text.charCodeAt(skipSpace(text, offset));
  return code === 44 || code === 93;
}

/** The last element end that both texts share. Ends between known ones are searched once and kept. */
function findSharedEnd(head: Head, text: string): ElementEnd | undefined {
  const old = head.text;
  if (old === undefined) return undefined;
  const shared = findCommonPrefix(old, text, 0);
  if (shared < 2) return undefined;
  let known = 0;
  while (known < head.ends.length && (head.ends[known]?.offset ?? Infinity) <= shared) known++;
  const before = head.ends[known - 1] ?? {offset: 0, count: 0};
  const between = findElementEnds(old, before, shared);
  const fitting = between.filter(
    (end) => end.offset <= shared && end.count < (head.ends[known]?.count ?? Infinity),
  );
  head.ends.splice(known, 0, ...fitting);
  for (let index = known + fitting.length - 1; index >= 0; index--) {
    const end = head.ends[index];
    if (end !== undefined && goesOn(text, end.offset)) return end;
  }
  return undefined;
}

/** Elements behind the end at `offset`: [] when the array closes there, undefined if not JSON. */
function parseTail(text: string, offset: number): readonly JsonValue[] | undefined {
  const next = skipSpace(text, offset);
  if (text.charCodeAt(next) === 93) {
    return skipSpace(text, next + 1) === text.length ? [] : undefined;
  }
  const raw = parseJsonText(`[${text.slice(next + 1)}`);
  return Array.isArray(raw) && raw.length > 0 ? (raw as readonly JsonValue[]) : undefined;
}

function countSame(a: readonly Message[], b: readonly Message[]): number {
  const limit = Math.min(a.length, b.length);
  let same = 0;
  while (same < limit && isEqualJson(a[same], b[same])) same++;
  return same;
}
