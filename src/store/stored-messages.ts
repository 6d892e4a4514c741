import type Database from 'better-sqlite3';
import type {Message, MessagePart} from '../model/message.js';
import {CaseBodies} from './body-lookup.js';
import type {BodyPreviews} from './body-preview.js';
import {READ_REPLY_NODE} from './queries/replay.js';

/** Messages of a conversation shown with a step: the last ones. */
const MAX_MESSAGES = 50;
/** Nodes that make up one reply. */
const MAX_REPLY_NODES = 16;

interface ReplyNode {
  readonly prev_id: number;
  readonly depth: number;
  readonly body_id: number;
  readonly reply: number;
}

/** A message of a list by number; lists that begin alike share their nodes. */
export interface ListNode {
  readonly id: number;
  readonly previous: number;
  /** Messages up to and including this one. */
  readonly depth: number;
  readonly body: number;
}

/** Conversations for the detail of a step. */
export class StoredMessages {
  readonly #bodies: CaseBodies;
  readonly #previews: BodyPreviews;
  readonly #readNode: Database.Statement;

  constructor(db: Database.Database, previews: BodyPreviews) {
    this.#bodies = new CaseBodies(db);
    this.#previews = previews;
    this.#readNode = db.prepare(READ_REPLY_NODE);
  }

  /** What the call has seen: its last messages, and how many there are. */
  seen(
    nodeId: number,
    textLimit: number,
    limit = MAX_MESSAGES,
  ): {readonly last: readonly Message[]; readonly total: number} {
    const node = this.#node(nodeId);
    if (node === undefined) return {last: [], total: 0};
    const last = this.#bodies.messages(nodeId, limit);
    return {last: last.map((message) => cutMessage(message, textLimit)), total: node.depth};
  }

  /** What the call has said: the replies at the end of its list, oldest first. */
  said(nodeId: number, textLimit: number): readonly Message[] {
    let count = 0;
    for (let node = this.#node(nodeId); node !== undefined; node = this.#node(node.prev_id)) {
      if (node.reply === 0 || count === MAX_REPLY_NODES) break;
      count++;
    }
    const said = this.#bodies.messages(nodeId, Math.max(count, 1));
    return said.map((message) => cutMessage(message, textLimit));
  }

  /** One line of a reply: its first text, else the names of the tools it calls. */
  previewReply(nodeId: number): string | undefined {
    let fallback: string | undefined;
    let seen = 0;
    for (let node = this.#node(nodeId); node !== undefined; node = this.#node(node.prev_id)) {
      if (node.reply === 0 || seen++ === MAX_REPLY_NODES) break;
      const text = this.#previews.preview(node.body_id);
      if (text !== undefined && text !== '') fallback = text;
      if ((node.reply & 1) === 1 && text !== '') return text;
    }
    return fallback;
  }

  /** Bodies of the reply that ends at a node, newest first. */
  replyBodies(nodeId: number, limit: number): readonly number[] {
    const bodies: number[] = [];
    for (let node = this.#node(nodeId); node !== undefined; node = this.#node(node.prev_id)) {
      if (node.reply === 0 || bodies.length === limit) break;
      bodies.push(node.body_id);
    }
    return bodies;
  }

  /** One message of a list and the one before it; undefined at the beginning. */
  listNode(nodeId: number): ListNode | undefined {
    const node = this.#node(nodeId);
    if (node === undefined) return undefined;
    return {id: nodeId, previous: node.prev_id, depth: node.depth, body: node.body_id};
  }

  /** Body of the last message of a list. */
  newestBody(nodeId: number): number | undefined {
    return this.#node(nodeId)?.body_id;
  }

  #node(nodeId: number): ReplyNode | undefined {
    return nodeId > 0 ? (this.#readNode.get(nodeId) as ReplyNode | undefined) : undefined;
  }
}

function cutMessage(message: Message, textLimit: number): Message {
  return {...message, parts: message.parts.map((part) => cutPart(part, textLimit))};
}

function cutPart(part: MessagePart, textLimit: number): MessagePart {
  if (part.kind === 'text' || part.kind === 'reasoning') {
    return {...part, text: cutText(part.text, textLimit)};
  }
  if (part.kind === 'tool-result' && typeof part.result === 'string') {
    return {...part, result: cutText(part.result, textLimit)};
  }
  return part;
}

function cutText(text: string, textLimit: number): string {
  if (text.length <= textLimit) return text;
  return `${text.slice(0, textLimit)} [${String(text.length - textLimit)} more characters]`;
}
