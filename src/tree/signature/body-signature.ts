import type {JsonValue} from '../../model/json.js';

/** What a body is used as: its signature depends on it. */
export const SIGNATURE_ROLES = ['args', 'outcome', 'error', 'text'] as const;
export type SignatureRole = (typeof SIGNATURE_ROLES)[number];

/** Raised when the same body would give other signatures: stored ones are then recomputed. */
export const SIGNATURE_VERSION = 1;

/**
 * Canonical strings of one body; equal string = equal identity on that level. They do not hold the
 * tool's name: the step builder joins it (reference/detection.md 3.2).
 *
 * - args: `exact` canonical arguments without presentation fields (L3), `target` integers as `#`
 *   (L2), `intent` program and subcommand, path, query words (L1).
 * - outcome, error: `exact` with volatile values masked (L4); `target`, `intent` empty.
 * - text: `exact` normalised tokens.
 */
export interface BodySignature {
  readonly exact: string;
  readonly target: string;
  readonly intent: string;
}

export function buildBodySignature(role: SignatureRole, content: JsonValue): BodySignature {
  const exact = JSON.stringify(content);
  return role === 'args' ? {exact, target: exact, intent: exact} : {exact, target: '', intent: ''};
}
