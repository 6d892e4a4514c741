import {createHash} from 'node:crypto';
import {isArray, isObject} from '../../model/json.js';
import type {JsonValue} from '../../model/json.js';
import {writeCanonical} from './canonical-json.js';
import {toIntent} from './intent.js';
import {maskFolderCounter, maskVolatile} from './mask-volatile.js';
import {findPresentationFields} from './presentation-fields.js';
import {joinTokens} from './query-tokens.js';
import {toTarget} from './target.js';
import {unwrapArguments} from './unwrap-arguments.js';
import {toFieldRole} from './volatile-fields.js';

/** What a body is used as: its signature depends on it. */
export const SIGNATURE_ROLES = ['args', 'outcome', 'error', 'text'] as const;
export type SignatureRole = (typeof SIGNATURE_ROLES)[number];

/** Raised when the same body would give other signatures: stored ones are then recomputed. */
export const SIGNATURE_VERSION = 5;

/**
 * Characters of a body that are looked at closely; of a longer one the head, the length and a hash
 * of all of it stand for it (detection.md 3.9), so that a 400 MB result costs one hash.
 */
export const SIGNATURE_HEAD_CHARS = 64 * 1024;

/**
 * Canonical strings of one body; equal string = equal identity on that level. They do not hold the
 * tool's name: the step builder joins it (reference/detection.md 3.2).
 *
 * - args: `exact` canonical arguments without presentation fields (L3), `target` integers as `#`
 *   (L2), `intent` program and subcommand, path, query words (L1), its first word being the kind.
 * - outcome, error: `exact` with volatile values masked (L4); `target`, `intent` empty.
 * - text: `exact` normalised tokens.
 */
export interface BodySignature {
  readonly exact: string;
  readonly target: string;
  readonly intent: string;
}

/** The text itself, or its head, length and hash when it is long. */
function bound(text: string, rewrite: (head: string) => string): string {
  if (text.length <= SIGNATURE_HEAD_CHARS) return rewrite(text);
  const hash = createHash('sha256').update(text).digest('hex');
  return `${rewrite(text.slice(0, SIGNATURE_HEAD_CHARS))}…${text.length}:${hash}`;
}

/** A JSON text of an object says the same as the object. */
function unwrapJson(content: JsonValue): JsonValue {
  if (typeof content !== 'string' || content.length > SIGNATURE_HEAD_CHARS) return content;
  const first = /\S/.exec(content)?.[0];
  if (first !== '{' && first !== '[') return content;
  try {
    const parsed: unknown = JSON.parse(content);
    return isObject(parsed) || isArray(parsed) ? parsed : content;
  } catch {
    return content; // text that merely begins like JSON
  }
}

function buildArgs(content: JsonValue): BodySignature {
  const args = unwrapArguments(content);
  const omitted = findPresentationFields(args);
  const full = writeCanonical(
    args,
    omitted === undefined ? {} : {omit: (object) => (object === args ? omitted : undefined)},
  );
  const exact = bound(full, (head) => head);
  return {exact, target: bound(full, toTarget), intent: toIntent(args)};
}

function maskField(key: string, value: JsonValue): string | undefined {
  const role = toFieldRole(key);
  if (role === 'volatile' && !isObject(value) && !isArray(value)) return '"<v>"';
  if (role === 'folder' && typeof value === 'string') {
    return JSON.stringify(maskFolderCounter(maskVolatile(value)));
  }
  return undefined;
}

function buildOutcome(content: JsonValue): BodySignature {
  const value = unwrapJson(content);
  const exact =
    typeof value === 'string'
      ? bound(value, maskVolatile)
      : bound(
          writeCanonical(value, {field: maskField, text: (text) => bound(text, maskVolatile)}),
          (head) => head,
        );
  return {exact, target: '', intent: ''};
}

function buildText(content: JsonValue): BodySignature {
  const text = typeof content === 'string' ? content : writeCanonical(content);
  return {exact: bound(text, joinTokens), target: '', intent: ''};
}

/** Signature of one distinct body in one role. Pure, O(length); runs once per body at ingest. */
export function buildBodySignature(role: SignatureRole, content: JsonValue): BodySignature {
  if (role === 'args') return buildArgs(content);
  return role === 'text' ? buildText(content) : buildOutcome(content);
}
