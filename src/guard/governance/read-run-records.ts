import {isObject, type JsonObject, type JsonValue} from '../../model/json.js';
import type {RunView} from '../../tree/run-view.js';
import {findToolDefinitions} from './find-tool-definitions.js';
import type {ApprovalRecord, RunRecords, ToolDefinition} from './run-records.js';

/** Attributes of one record as the store reads them. */
export interface RecordAttributes {
  /** Row id of the span in the case; absent for a trace. */
  readonly spanKey?: number;
  readonly attributes: JsonObject;
}

const MAX_APPROVALS = 100_000;

/** What a log records beside the steps: tool definitions, and decisions about calls. */
export function readRunRecords(view: RunView, records: Iterable<RecordAttributes>): RunRecords {
  const rowOf = new Map<number, number>();
  for (const [row, key] of view.spans.spanKey.entries()) rowOf.set(key, row);
  const definitions = new Map<string, ToolDefinition>();
  const approvals: ApprovalRecord[] = [];
  for (const {spanKey, attributes} of records) {
    findToolDefinitions(attributes, definitions);
    const decision = readDecision(attributes);
    if (decision === undefined || approvals.length >= MAX_APPROVALS) continue;
    approvals.push({...decision, spanRow: rowOf.get(spanKey ?? -1) ?? -1});
  }
  for (const event of view.events) {
    if (!APPROVAL_NAME.test(event.name) || approvals.length >= MAX_APPROVALS) continue;
    const decision = toDecision(event.text ?? event.name);
    if (decision !== undefined) approvals.push({decision, by: undefined, spanRow: event.spanRow});
  }
  return {toolDefinitions: [...definitions.values()], approvals};
}

const APPROVAL_NAME =
  /(?:^|[._\s-])(?:approv(?:al|als|ed|er)|permission_(?:decision|result|request)|human_?(?:approval|review|decision))(?:$|[._\s-])/i;
const APPROVER = /(?:approved_?by|approver|approval[._]by|reviewer|decided_?by)$/i;
/** A mode or a setting decides about no single call. */
const SETTING = /mode|policy|required|needs|setting|config|timeout/i;

function readDecision(attributes: JsonObject): Omit<ApprovalRecord, 'spanRow'> | undefined {
  let decision: ApprovalRecord['decision'] | undefined;
  let by: string | undefined;
  const look = (key: string, value: JsonValue | undefined): void => {
    if (APPROVER.test(key) && typeof value === 'string' && value !== '') {
      by = value;
      decision ??= 'approved';
    } else if (isDecisionKey(key)) {
      const found = toDecision(value);
      if (found !== undefined) decision = found;
    }
  };
  for (const [key, value] of Object.entries(attributes)) {
    look(key, value);
    // `approval: {decision, approver}` and the like.
    if (!isDecisionKey(key) || !isObject(value)) continue;
    for (const [inner, given] of Object.entries(value)) look(`${key}.${inner}`, given);
  }
  return decision === undefined ? undefined : {decision, by};
}

function isDecisionKey(key: string): boolean {
  return (APPROVAL_NAME.test(key) || /evaluated_permission$/i.test(key)) && !SETTING.test(key);
}

function toDecision(value: JsonValue | undefined): ApprovalRecord['decision'] | undefined {
  if (value === true) return 'approved';
  if (value === false) return 'refused';
  if (typeof value !== 'string') return undefined;
  if (/\b(?:reject|refus|den(?:y|ied)|block|cancel)/i.test(value)) return 'refused';
  if (/\b(?:approv|allow|accept|grant|yes)/i.test(value)) return 'approved';
  return /\b(?:ask|pending|request)/i.test(value) ? 'asked' : undefined;
}
