import type Database from 'better-sqlite3';
import {parseJson} from '../ingest/records/parse-json.js';
import type {JsonValue} from '../model/json.js';
import type {Message, MessagePart} from '../model/message.js';
import type {BodyLookup} from '../tree/run-view.js';
import {READ_BODY, READ_BODY_BLOCK, READ_NODE} from './queries/bodies.js';
import {RecentMap} from './recent-map.js';

/** Texts kept at hand for rules that look twice. */
const MAX_RECENT = 500;
/** Longer texts are read again instead of kept. */
const MAX_KEPT_CHARS = 100_000;
/** Bodies whose ids follow each other are read together: rules go through a run in the order it was stored. */
const BLOCK_IDS = 64;
/** Longer texts are not read ahead. */
const MAX_AHEAD_BYTES = 4096;

export interface NodeRow {
  readonly prev_id: number;
  readonly depth: number;
  readonly body_id: number;
  readonly call_ids: string | null;
}

type BlockRow = readonly [id: number, text: string | null];
/** Text by id, null where it is long. */
type Block = ReadonlyMap<number, string | null>;
const MAX_BLOCKS = 16;
/** Arguments, results and messages of a run may lie in three places at once. */
const TOUCHED = 4;

/** Bodies and conversations of a case, read on demand. */
export class CaseBodies implements BodyLookup {
  readonly #readBody: Database.Statement;
  readonly #readNode: Database.Statement;
  readonly #readBlock: Database.Statement;
  readonly #recent = new RecentMap<number, string>(MAX_RECENT);
  readonly #blocks = new Map<number, Block>();
  /** The blocks looked at last: a second look at one, and it is read as a whole. */
  readonly #touched = new Int32Array(TOUCHED).fill(-1);
  #looks = 0;

  constructor(db: Database.Database) {
    this.#readBody = db.prepare(READ_BODY);
    this.#readBlock = db.prepare(READ_BODY_BLOCK).raw();
    this.#readNode = db.prepare(READ_NODE);
  }

  text(bodyId: number): string | undefined {
    if (bodyId < 0) return undefined;
    const recent = this.#recent.get(bodyId);
    if (recent !== undefined) return recent;
    const ahead = this.#readAhead(bodyId);
    if (ahead !== undefined) return ahead;
    const row = this.#readBody.get(bodyId) as {readonly text: string} | undefined;
    if (row !== undefined && row.text.length <= MAX_KEPT_CHARS) this.#recent.set(bodyId, row.text);
    return row?.text;
  }

  #readAhead(bodyId: number): string | undefined {
    const number = Math.floor(bodyId / BLOCK_IDS);
    let block = this.#blocks.get(number);
    if (block === undefined && this.#touched.includes(number)) {
      const first = number * BLOCK_IDS;
      const rows = this.#readBlock.all(MAX_AHEAD_BYTES, first, first + BLOCK_IDS);
      block = new Map(rows as BlockRow[]);
      // The oldest goes: arguments and results of a run may lie in blocks of their own.
      if (this.#blocks.size >= MAX_BLOCKS) {
        for (const oldest of this.#blocks.keys()) {
          this.#blocks.delete(oldest);
          break;
        }
      }
      this.#blocks.set(number, block);
    }
    if (block === undefined) this.#touched[this.#looks++ % TOUCHED] = number;
    return block?.get(bodyId) ?? undefined;
  }

  /** The last `limit` messages of a conversation, oldest first, with their tool-call ids. */
  messages(nodeId: number, limit: number): readonly Message[] {
    const out: Message[] = [];
    let id = nodeId;
    while (id > 0 && out.length < limit) {
      const node = this.node(id);
      const text = node === undefined ? undefined : this.text(node.body_id);
      if (node === undefined || text === undefined) break;
      out.push(restoreMessage(text, node.call_ids));
      id = node.prev_id;
    }
    return out.reverse();
  }

  node(nodeId: number): NodeRow | undefined {
    return nodeId > 0 ? (this.#readNode.get(nodeId) as NodeRow | undefined) : undefined;
  }
}

/** Our own shape, so no check; numbers that a double cannot hold keep their digits. */
function parseStoredMessage(text: string): Message {
  return parseJson(text) as unknown as Message;
}

/** A stored message with the ids of its tool calls and results put back in part order. */
function restoreMessage(text: string, callIds: string | null): Message {
  const message = parseStoredMessage(text);
  if (callIds === null) return message;
  const ids = JSON.parse(callIds) as JsonValue[];
  let next = 0;
  const parts = message.parts.map((part): MessagePart => {
    if (part.kind !== 'tool-call' && part.kind !== 'tool-result') return part;
    const id = ids[next++];
    return typeof id === 'string' ? {...part, id} : part;
  });
  return {...message, parts};
}
