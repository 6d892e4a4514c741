import type {HarnessVerdict, JsonObject, JsonValue} from '../api.js';
import {getField, isObject} from '../api.js';
import {parseJsonText} from '../common/json-text.js';

const LEDGER = /^Updated Ledger:\s*/;

export interface Ledger {
  readonly isSatisfied: boolean;
  readonly verdict: Pick<HarnessVerdict, 'kind' | 'said' | 'saidBy'>;
}

/**
 * The orchestrator's answers to its own questions about the run: is it done, in a loop, going on?
 * Undefined where the text is no ledger. The model writes it, so answers may be words or broken JSON.
 */
export function readLedger(text: string): Ledger | undefined {
  const lead = LEDGER.exec(text)?.[0];
  if (lead === undefined) return undefined;
  const raw = parseJsonText(text.slice(lead.length));
  const saidBy = 'Magentic-One ledger';
  if (raw === undefined || !isObject(raw)) {
    return {isSatisfied: false, verdict: {kind: 'other', said: 'unreadable ledger', saidBy}};
  }
  const isSatisfied = answerOf(raw, 'is_request_satisfied') === true;
  const isInLoop = answerOf(raw, 'is_in_loop') === true;
  const isStalled = answerOf(raw, 'is_progress_being_made') === false;
  const kind = isSatisfied ? 'success' : isInLoop || isStalled ? 'stuck' : 'other';
  const reasons = isInLoop ? ['is_in_loop'] : isStalled ? ['is_progress_being_made'] : [];
  const said = [
    ...['is_request_satisfied', 'is_in_loop', 'is_progress_being_made'].map(
      (key) => `${key}=${String(answerOf(raw, key) ?? 'unknown')}`,
    ),
    ...reasons.map((key) => `(${reasonOf(raw, key)})`),
  ].join(' ');
  return {isSatisfied, verdict: {kind, said, saidBy}};
}

function answerOf(ledger: JsonObject, key: string): boolean | undefined {
  const entry = getField(ledger, key);
  const answer: JsonValue | undefined =
    entry !== undefined && isObject(entry) ? getField(entry, 'answer') : entry;
  if (typeof answer === 'boolean') return answer;
  if (typeof answer !== 'string') return undefined;
  if (/^\s*(?:true|yes)\b/i.test(answer)) return true;
  return /^\s*(?:false|no)\b/i.test(answer) ? false : undefined;
}

function reasonOf(ledger: JsonObject, key: string): string {
  const entry = getField(ledger, key);
  const reason = entry !== undefined && isObject(entry) ? getField(entry, 'reason') : undefined;
  return typeof reason === 'string' ? reason : 'no reason given';
}
