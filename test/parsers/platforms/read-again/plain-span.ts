/**
 * A second reading of real logs that shares no code with the parsers: plain JSON.parse, and only the vocabulary that
 * the real files use. What both readings say must be the same.
 */
export interface PlainSpan {
  readonly id: string;
  readonly parent: string | null;
  readonly failed: boolean;
  /** What was said to the model and by it, part by part. */
  readonly said: readonly string[];
  /** Arguments and result of a call, as canonical JSON. */
  readonly args?: string;
  readonly result?: string;
}

/** Keys in order, so that equal values are equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null)
    return value === undefined ? 'null' : JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}

/** JSON in text in JSON, as often as three times. */
export function open(value: unknown): unknown {
  let inner = value;
  for (let level = 0; level < 3; level++) {
    if (typeof inner !== 'string' || !/^\s*[[{"]/.test(inner)) return inner;
    try {
      inner = JSON.parse(inner) as unknown;
    } catch {
      // It only looks like JSON: the text is the value.
      return inner;
    }
  }
  return inner;
}

export type Fields = Readonly<Record<string, unknown>>;

export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** One part of a message. */
export function saidText(role: string, content: string): string {
  return `${role}: ${content}`;
}

export function saidCall(name: unknown, args: unknown): string {
  return `call ${text(name)} ${canonical(open(args))}`;
}

/** A message of OpenAI's shape: content as text or parts, and tool calls. */
export function sayOpenAi(raw: unknown, role?: string): readonly string[] {
  const message = fields(raw);
  const who = role ?? text(message.role);
  const out: string[] = [];
  const {content} = message;
  if (typeof content === 'string' && content !== '') out.push(saidText(who, content));
  for (const part of list(content)) out.push(saidText(who, text(fields(part).text)));
  for (const call of list(message.tool_calls)) {
    const inner = fields(fields(call).function);
    out.push(saidCall(inner.name, inner.arguments));
  }
  return out;
}
