import {KIND, OUTCOME} from '../../detect/view/step-kinds.js';
import {getRunIndex} from '../../detect/view/run-index.js';
import {toCallNature} from '../../detect/view/tool-nature.js';
import {quoteName} from '../../detect/finding/words.js';
import type {RunView} from '../../tree/run-view.js';
import type {CallFacts} from '../calls/call-facts.js';
import {getCallFacts} from '../calls/call-reader.js';
import {MAX_WRITES, type Recognition, type WriteRecord, type Writes} from './governance.js';
import type {ApprovalRecord} from './run-records.js';

const WRITING_METHOD = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const WRITING_SQL =
  /^\s*(?:with\b[\s\S]*?\)\s*)?(?:insert|update|delete|replace|drop|alter|truncate|create|grant|revoke|merge)\b/i;

/** What tells that a call would change something; undefined = nothing does. */
export function recognizeWrite(
  view: RunView,
  step: number,
  matchesPack: (facts: CallFacts, step: number) => boolean,
): Recognition | undefined {
  const {reader} = getRunIndex(view);
  const facts = getCallFacts(view, step);
  if (matchesPack(facts, step)) return 'arguments';
  const method = facts.method;
  if (method !== undefined && facts.urls.length > 0) {
    return WRITING_METHOD.has(method) ? 'arguments' : undefined;
  }
  if (facts.sql.length > 0) {
    return facts.sql.some((sql) => WRITING_SQL.test(sql)) ? 'arguments' : undefined;
  }
  const nature = reader.nature(step);
  if (!nature.mutates || nature.waits) return undefined;
  return toCallNature(facts.tool, undefined).mutates ? 'tool-name' : 'arguments';
}

/** Calls that would change something, each with its recorded approver. O(calls). */
export function listWrites(
  view: RunView,
  given: {
    readonly approvals: readonly ApprovalRecord[];
    readonly matchesPack: (facts: CallFacts, step: number) => boolean;
  },
): Writes {
  const {steps, spans} = view;
  const byRow = new Map<number, ApprovalRecord>();
  for (const approval of given.approvals) {
    if (approval.decision === 'approved') byRow.set(approval.spanRow, approval);
  }
  const list: WriteRecord[] = [];
  let [count, withoutApproval] = [0, 0];
  for (let step = 0; step < steps.count; step++) {
    if (steps.kind[step] !== KIND.tool) continue;
    const recognizedBy = recognizeWrite(view, step, given.matchesPack);
    if (recognizedBy === undefined) continue;
    count++;
    const approval = byRow.get(steps.spanRow[step] ?? -1);
    if (approval === undefined) withoutApproval++;
    if (list.length >= MAX_WRITES) continue;
    list.push({
      step,
      tool: quoteName(spans.strings[steps.name[step] ?? -1] ?? ''),
      target: toTarget(getCallFacts(view, step)),
      recognizedBy,
      failed: steps.outcome[step] === OUTCOME.error,
      approver: approval === undefined ? undefined : quoteName(approval.by ?? 'not named'),
    });
  }
  return {list, count, withoutApproval};
}

function toTarget({urls, paths, sql, commands}: CallFacts): string | undefined {
  const text = urls[0]?.raw ?? sql[0] ?? commands[0] ?? paths[0]?.resolved;
  return text === undefined ? undefined : quoteName(text.replaceAll(/\s+/g, ' ').trim());
}
