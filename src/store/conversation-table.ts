import type Database from 'better-sqlite3';
import type {Message} from '../model/message.js';
import type {BodyTable} from './body-table.js';
import {toCallIds, toMessageContent} from './body-content.js';
import {BulkInsert} from './bulk-insert.js';
import {hashText} from './hash-index.js';
import {
  FIND_NODES,
  INSERT_NODE,
  INSERT_NODE_COLUMNS,
  MAX_NODE_ID,
  READ_NODE,
} from './queries/bodies.js';
import {RecentMap} from './recent-map.js';
import {buildReplyShape, joinReplySignatures, joinText} from './reply-shape.js';

/** Nodes kept in memory: the tips of all conversations that are going on. */
const MAX_RECENT_NODES = 50_000;
/** Nodes known to end their conversation; beyond, the table is asked whether something follows. */
const MAX_TIPS = 100_000;

/** One message at the end of one conversation; node 0 is the empty conversation. */
interface Node {
  readonly id: number;
  readonly prevId: number;
  readonly depth: number;
  readonly reply: number;
  readonly replySignature: number | undefined;
}

const EMPTY: Node = {id: 0, prevId: 0, depth: 0, reply: 0, replySignature: undefined};

interface NodeRow {
  readonly id?: number;
  readonly prev_id?: number;
  readonly depth: number;
  readonly call_ids: string | null;
  readonly reply: number;
  readonly reply_signature: number | null;
}

/**
 * Conversations as shared prefixes: node = (previous node, body, call ids). A call points to the
 * node of its last message, so a conversation that grows by two messages a call adds two rows.
 */
export class ConversationTable {
  readonly #bodies: BodyTable;
  readonly #rows: BulkInsert;
  readonly #find: Database.Statement;
  readonly #read: Database.Statement;
  readonly #byContent = new RecentMap<string, Node>(MAX_RECENT_NODES);
  readonly #byId = new RecentMap<number, Node>(MAX_RECENT_NODES);
  /** Nodes inserted here that nothing follows yet: what is said after them is new without a look. */
  readonly #tips = new Set<number>();
  #nextId: number;
  #last: Node = EMPTY;

  constructor(db: Database.Database, bodies: BodyTable) {
    this.#bodies = bodies;
    this.#rows = new BulkInsert(db, INSERT_NODE, INSERT_NODE_COLUMNS);
    this.#find = db.prepare(FIND_NODES);
    this.#read = db.prepare(READ_NODE);
    this.#nextId = Number(db.prepare(MAX_NODE_ID).pluck().get()) + 1;
  }

  /** Node of `add` said after node `prevId`. */
  append(prevId: number, add: readonly Message[]): number {
    let node = this.#get(prevId);
    for (const message of add) node = this.#appendOne(node, message);
    return node.id;
  }

  /** The node that holds the first `keep` messages of the conversation ending at `nodeId`. */
  cut(nodeId: number, keep: number): number {
    let node = this.#get(nodeId);
    while (node.depth > keep) node = this.#get(node.prevId);
    return node.id;
  }

  depth(nodeId: number): number {
    return this.#get(nodeId).depth;
  }

  flush(): void {
    this.#rows.flush();
  }

  #appendOne(prev: Node, message: Message): Node {
    const {newestId} = this.#bodies;
    const bodyId = this.#bodies.intern(toMessageContent(message));
    const callIds = toCallIds(message);
    const isTip = this.#tips.delete(prev.id);
    // Nothing was ever said after a tip, and a body that came with this message was said nowhere.
    if (isTip || bodyId > newestId) return this.#insert(prev, {message, bodyId, callIds});
    // Only what is said a second time is remembered by its content: most messages never are.
    const key = `${String(prev.id)} ${String(bodyId)} ${callIds ?? ''}`;
    const known = this.#byContent.get(key) ?? this.#findStored(prev, bodyId, callIds);
    const node = known ?? this.#insert(prev, {message, bodyId, callIds});
    this.#byContent.set(key, node);
    return node;
  }

  #insert(
    prev: Node,
    said: {
      readonly message: Message;
      readonly bodyId: number;
      readonly callIds: string | undefined;
    },
  ): Node {
    const {message, bodyId, callIds} = said;
    const own = buildReplyShape(message);
    const isSpoken = own !== 0 || message.role === 'user';
    const text = isSpoken ? this.#bodies.signText(bodyId, joinText(message)) : undefined;
    const node: Node = {
      id: this.#nextId++,
      prevId: prev.id,
      depth: prev.depth + 1,
      // A reply may be logged as several messages: they are one, so the last node tells of all.
      reply: own === 0 ? 0 : own | prev.reply,
      replySignature:
        own === 0
          ? undefined
          : joinReplySignatures(this.#bodies.signatures, text, prev.replySignature),
    };
    if (this.#tips.size >= MAX_TIPS) this.#tips.clear();
    this.#tips.add(node.id);
    this.#byId.set(node.id, node);
    this.#last = node;
    this.#rows.add([
      node.id,
      prev.id,
      node.depth,
      bodyId,
      hashCallIds(callIds),
      callIds ?? null,
      node.reply,
      node.replySignature ?? null,
    ]);
    return node;
  }

  #findStored(prev: Node, bodyId: number, callIds: string | undefined): Node | undefined {
    // Rows held back are found as well.
    this.#rows.flush();
    for (const found of this.#find.all(prev.id, bodyId, hashCallIds(callIds))) {
      const row = found as NodeRow;
      if ((row.call_ids ?? undefined) !== callIds) continue;
      const node = toNode(row, row.id ?? 0, prev.id);
      this.#byId.set(node.id, node);
      return node;
    }
    return undefined;
  }

  #get(id: number): Node {
    if (id === 0) return EMPTY;
    // Mostly the conversation that was written last goes on.
    if (id === this.#last.id) return this.#last;
    const recent = this.#byId.get(id);
    if (recent !== undefined) return recent;
    const row = this.#read.get(id) as NodeRow | undefined;
    if (row === undefined) return EMPTY;
    const node = toNode(row, id, row.prev_id ?? 0);
    this.#byId.set(id, node);
    return node;
  }
}

function toNode(row: NodeRow, id: number, prevId: number): Node {
  return {
    id,
    prevId,
    depth: row.depth,
    reply: row.reply,
    replySignature: row.reply_signature ?? undefined,
  };
}

/** 48 bits: tells most ids apart in the index; the full text is compared after. 0 = none. */
function hashCallIds(callIds: string | undefined): number {
  return callIds === undefined ? 0 : toBlob48(hashText(callIds));
}

function toBlob48(binary: string): number {
  return Buffer.from(binary.slice(0, 6), 'latin1').readUIntBE(0, 6);
}
