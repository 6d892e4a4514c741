import type {JsonValue} from './json.js';

/** `system user assistant tool developer`, or whatever the log says. */
export type Role = string;

export type MessagePart =
  | {readonly kind: 'text'; readonly text: string}
  | {readonly kind: 'reasoning'; readonly text: string}
  | {
      readonly kind: 'tool-call';
      readonly id?: string;
      readonly name: string;
      readonly args?: JsonValue;
    }
  | {
      readonly kind: 'tool-result';
      readonly id?: string;
      readonly name?: string;
      readonly result?: JsonValue;
      readonly isError?: boolean;
    }
  /** A blob is never copied: its reference or its sha256 and size stand for it. */
  | {
      readonly kind: 'media';
      readonly mimeType?: string;
      readonly ref?: string;
      readonly sizeBytes?: number;
    }
  /** A part of an unknown type, kept whole. */
  | {readonly kind: 'other'; readonly value: JsonValue};

/** One message of a conversation, in one shape for all dialects. */
export interface Message {
  readonly role: Role;
  readonly name?: string;
  readonly parts: readonly MessagePart[];
  /** A nudge of the harness, not a person's turn. */
  readonly synthetic?: boolean;
}

/**
 * The messages of one call, as a difference to an earlier list of the same parse:
 * the first `keep` messages of `base`, then `add`. `id` and `base.id` are numbers handed out by the
 * parser's ConversationTracker; `release` names lists that will never be a base again.
 *
 *     list 1: add [S, U1]                      -> S U1
 *     list 2: base {id 1, keep 2} add [A1, T1] -> S U1 A1 T1
 */
export interface MessageList {
  readonly id: number;
  readonly base?: MessageBase;
  readonly add: readonly Message[];
  readonly release?: readonly number[];
}

/** A list of this parse by number, or (when a grown file is resumed) a stored list by its span. */
export type MessageBase =
  | {readonly id: number; readonly keep: number}
  | {
      readonly traceId: string;
      readonly spanId: string;
      readonly direction: 'in' | 'out';
      readonly keep: number;
    };
