import type {Message} from '../model/message.js';

/** Bits of `conversation_node.reply`. */
export const REPLY_SHAPE = {text: 1, toolCalls: 2, recorded: 4} as const;

/** Roles that a model does not speak in; every other role counts as its reply. */
const ASKING_ROLES: ReadonlySet<string> = new Set([
  'system',
  'developer',
  'user',
  'tool',
  'function',
]);

/** Bits of REPLY_SHAPE of one message; 0 where it is not a reply of a model. */
export function buildReplyShape(message: Message): number {
  if (ASKING_ROLES.has(message.role)) return 0;
  let shape: number = REPLY_SHAPE.recorded;
  for (const part of message.parts) {
    if (part.kind === 'text' && part.text.trim() !== '') shape |= REPLY_SHAPE.text;
    else if (part.kind === 'tool-call') shape |= REPLY_SHAPE.toolCalls;
  }
  return shape;
}

/** The text parts of a message, joined by line ends; empty where it has none. */
export function joinText(message: Message): string {
  let out = '';
  for (const part of message.parts) {
    if (part.kind === 'text') out += out === '' ? part.text : `\n${part.text}`;
  }
  return out;
}

/**
 * Signature of a reply that several messages make up: that of the part which has text, or a new
 * one for both.
 */
export function joinReplySignatures(
  signatures: {intern(text: string): number | undefined},
  own: number | undefined,
  before: number | undefined,
): number | undefined {
  if (before === undefined) return own;
  if (own === undefined) return before;
  return signatures.intern(`joined ${String(before)} ${String(own)}`);
}
