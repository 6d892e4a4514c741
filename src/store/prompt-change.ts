import type {Message} from '../model/message.js';
import type {PromptChange} from '../replay/reader.js';
import {STEP_KINDS} from '../tree/step-table.js';
import {CHUNK_ROWS} from './chunk-layout.js';
import type {StepRowReader} from './read-step-rows.js';
import type {ListNode, StoredMessages} from './stored-messages.js';

const LLM = STEP_KINDS.indexOf('llm');
/** Steps looked back at for the lane's call before. */
const MAX_BACK = 32 * CHUNK_ROWS;
/** Messages of each list that are compared, from the end on. */
const MAX_COMPARED = 4000;
/** Characters of each message that are shown. */
const MAX_MESSAGE_CHARS = 4000;
/** Messages of each list that are shown. */
const MAX_SHOWN = 40;

/** What a call was given that the lane's call before was not, and what it no longer was. */
export function readPromptChange(
  rows: StepRowReader,
  run: {readonly key: number; readonly steps: number},
  step: number,
): PromptChange | undefined {
  const place = rows.place(run, step);
  const node = place?.chunk.get('inNode', place.index) ?? -1;
  if (place === undefined || !(node > 0)) return undefined;
  const before = findCallBefore(rows, run, {step, lane: place.chunk.get('lane', place.index)});
  const {kept, added, dropped, isCut} = compareLists(rows.messages, before?.node ?? 0, node);
  const show = (nodes: readonly ListNode[]): readonly Message[] =>
    nodes.slice(-MAX_SHOWN).flatMap(({id}) => rows.messages.seen(id, MAX_MESSAGE_CHARS, 1).last);
  return {
    step,
    previousStep: before?.step,
    kept,
    added: show(added),
    addedTotal: added.length,
    dropped: show(dropped),
    droppedTotal: dropped.length,
    isCut,
  };
}

function findCallBefore(
  rows: StepRowReader,
  run: {readonly key: number; readonly steps: number},
  from: {readonly step: number; readonly lane: number},
): {readonly step: number; readonly node: number} | undefined {
  const least = Math.max(0, from.step - MAX_BACK);
  for (let step = from.step - 1; step >= least; step--) {
    const place = rows.place(run, step);
    if (place === undefined) continue;
    const {chunk, index} = place;
    if (chunk.get('kind', index) !== LLM || chunk.get('lane', index) !== from.lane) continue;
    const node = chunk.get('inNode', index);
    if (node > 0) return {step, node};
  }
  return undefined;
}

interface ListChange {
  readonly kept: number;
  readonly added: readonly ListNode[];
  readonly dropped: readonly ListNode[];
  readonly isCut: boolean;
}

/**
 * Lists share the nodes of what they begin with, so the walk from both ends stops at the first common node.
 * Behind it the same message on both sides has moved, and is neither new nor lost.
 */
function compareLists(messages: StoredMessages, oldNode: number, newNode: number): ListChange {
  const added: ListNode[] = [];
  const dropped: ListNode[] = [];
  let old = messages.listNode(oldNode);
  let now = messages.listNode(newNode);
  while (old?.id !== now?.id && added.length + dropped.length < 2 * MAX_COMPARED) {
    if (now !== undefined && (old === undefined || now.depth >= old.depth)) {
      added.push(now);
      now = messages.listNode(now.previous);
    } else if (old !== undefined) {
      dropped.push(old);
      old = messages.listNode(old.previous);
    }
  }
  const isCut = old?.id !== now?.id;
  const moved = countMoved(added, dropped);
  return {
    kept: isCut ? 0 : (now?.depth ?? 0),
    added: withoutMoved(added, moved).reverse(),
    dropped: withoutMoved(dropped, moved).reverse(),
    isCut,
  };
}

/** Bodies on both sides, with how often on the side that has them less. */
function countMoved(
  added: readonly ListNode[],
  dropped: readonly ListNode[],
): ReadonlyMap<number, number> {
  const inOld = countBodies(dropped);
  const moved = new Map<number, number>();
  for (const [body, count] of countBodies(added)) {
    const both = Math.min(count, inOld.get(body) ?? 0);
    if (both > 0) moved.set(body, both);
  }
  return moved;
}

function countBodies(nodes: readonly ListNode[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const {body} of nodes) counts.set(body, (counts.get(body) ?? 0) + 1);
  return counts;
}

function withoutMoved(nodes: readonly ListNode[], moved: ReadonlyMap<number, number>): ListNode[] {
  const left = new Map(moved);
  return nodes.filter(({body}) => {
    const count = left.get(body) ?? 0;
    if (count > 0) left.set(body, count - 1);
    return count === 0;
  });
}
