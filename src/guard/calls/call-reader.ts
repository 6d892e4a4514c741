import {getRunIndex} from '../../detect/view/run-index.js';
import type {RunView} from '../../tree/run-view.js';
import {readCallFacts, type CallFacts} from './call-facts.js';

/** Calls that are kept once read; beyond it a call is read again, not refused. */
const MEMO = 20_000;

const memos = new WeakMap<RunView, Map<number, CallFacts>>();

/** What a tool call is given; equal calls are read once. O(arguments). */
export function getCallFacts(view: RunView, step: number): CallFacts {
  let memo = memos.get(view);
  if (memo === undefined) memos.set(view, (memo = new Map<number, CallFacts>()));
  const call = view.steps.l3[step] ?? -1;
  const known = call < 0 ? undefined : memo.get(call);
  if (known !== undefined) return known;
  const {reader} = getRunIndex(view);
  const facts = readCallFacts(reader.name(step), reader.args(step));
  if (call >= 0 && memo.size < MEMO) memo.set(call, facts);
  return facts;
}
