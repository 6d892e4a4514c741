import type {JsonValue} from '../../model/json.js';
import type {Message} from '../../model/message.js';
import type {CutText, StepDetail} from '../reader.js';
import {diffLines, type LineChange} from './diff-lines.js';
import {diffValues, type ValueDiff} from './diff-values.js';

/** What differs in one field of two steps. */
export type FieldChange =
  | {
      readonly kind: 'value';
      readonly field: string;
      readonly before: string;
      readonly after: string;
    }
  | {readonly kind: 'json'; readonly field: string; readonly diff: ValueDiff}
  | {readonly kind: 'lines'; readonly field: string; readonly changes: readonly LineChange[]}
  /** Only the first part of a long text was compared, and there is no difference in it. */
  | {readonly kind: 'unread'; readonly field: string};

/** Changed fields only; an empty list means that nothing recorded differs but ids, times and tokens. */
export function diffSteps(before: StepDetail, after: StepDetail): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  const value = (field: string, old: string | undefined, now: string | undefined): void => {
    if (old !== now)
      changes.push({kind: 'value', field, before: old ?? '(none)', after: now ?? '(none)'});
  };
  value('kind', before.kind, after.kind);
  value('name', before.name, after.name);
  value('agent', before.agent, after.agent);
  value('outcome', before.outcome, after.outcome);
  value('model', before.model, after.model);
  value('error', before.statusMessage, after.statusMessage);
  if (before.argsBody === undefined || before.argsBody !== after.argsBody)
    changes.push(...diffTexts('arguments', before.args, after.args));
  if (before.resultBody === undefined || before.resultBody !== after.resultBody)
    changes.push(...diffTexts('result', before.result, after.result));
  changes.push(...diffTexts('reply', replyText(before), replyText(after)));
  return changes;
}

const NO_TEXT: CutText = {text: '', totalChars: 0};

function diffTexts(
  field: string,
  before: CutText = NO_TEXT,
  after: CutText = NO_TEXT,
): readonly FieldChange[] {
  if (before.text === after.text) {
    const isCut = before.text.length < before.totalChars || after.text.length < after.totalChars;
    return isCut ? [{kind: 'unread', field}] : [];
  }
  const old = parseObject(before.text);
  const now = parseObject(after.text);
  if (old !== undefined && now !== undefined)
    return [{kind: 'json', field, diff: diffValues(old, now)}];
  const changes = diffLines(before.text.split('\n'), after.text.split('\n'));
  return [{kind: 'lines', field, changes}];
}

/** A JSON object or list; undefined for plain text, and for what was cut. */
function parseObject(text: string): JsonValue | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // Plain text, or cut: compared line by line.
    return undefined;
  }
}

/** The reply as text: what was said, then what was called. Ids of calls are left out. */
function replyText({messagesOut}: StepDetail): CutText {
  const text = messagesOut.flatMap(messageLines).join('\n');
  return {text, totalChars: text.length};
}

function messageLines(message: Message): readonly string[] {
  return message.parts.map((part) => {
    switch (part.kind) {
      case 'text':
      case 'reasoning':
        return part.text;
      case 'tool-call':
        return `calls ${part.name} ${JSON.stringify(part.args ?? null)}`;
      case 'tool-result':
        return `result ${JSON.stringify(part.result ?? null)}`;
      case 'media':
        return `media ${part.mimeType ?? ''} ${part.ref ?? ''}`;
      case 'other':
        return JSON.stringify(part.value);
    }
  });
}
