import type {MessageList} from '../model/message.js';
import type {ConversationTable} from './conversation-table.js';

/** Where the list of an earlier ingest ends: its conversation node, if the case has it. */
export type FindStoredList = (
  traceId: string,
  spanId: string,
  direction: 'in' | 'out',
) => number | undefined;

/** The message lists of one parse that may still serve as a base, by the parser's number. */
export class OpenLists {
  readonly #conversations: ConversationTable;
  readonly #findStored: FindStoredList;
  readonly #nodes = new Map<number, number>();

  constructor(conversations: ConversationTable, findStored: FindStoredList) {
    this.#conversations = conversations;
    this.#findStored = findStored;
  }

  /**
   * The node of a list; what it releases is forgotten. `missing` counts the messages of its base
   * that the case does not have (a base that was never sent, or is shorter than `keep`).
   */
  resolve(list: MessageList): {readonly nodeId: number; readonly missing: number} {
    const {base} = list;
    let prevId = 0;
    let missing = 0;
    if (base !== undefined && base.keep > 0) {
      const tip =
        'id' in base
          ? this.#nodes.get(base.id)
          : this.#findStored(base.traceId, base.spanId, base.direction);
      prevId = tip === undefined ? 0 : this.#conversations.cut(tip, base.keep);
      missing = base.keep - this.#conversations.depth(prevId);
    }
    const nodeId = this.#conversations.append(prevId, list.add);
    this.#nodes.set(list.id, nodeId);
    for (const id of list.release ?? []) this.#nodes.delete(id);
    return {nodeId, missing};
  }
}
