import type {JsonValue} from '../../model/json.js';
import {isArray, isObject} from '../../model/json.js';
import type {RunView} from '../../tree/run-view.js';
import {unwrapArguments} from '../../tree/signature/unwrap-arguments.js';
import {isAcknowledgement} from './acknowledgement.js';
import {toCallNature} from './tool-nature.js';
import type {CallNature} from './tool-nature.js';

/** Characters of a body that a second look reads. */
const HEAD_CHARS = 64 * 1024;

/** How JSON may begin: most answers are plain text, and a parse that fails costs more than all other looks. */
const LIKE_JSON = /^[\s[{"\-\dtfn]/;

/** Value of a body's canonical text: JSON where it is JSON, else the text itself. */
export function parseBody(text: string | undefined): JsonValue | undefined {
  if (text === undefined) return undefined;
  if (text.length > HEAD_CHARS) return text.slice(0, HEAD_CHARS);
  if (!LIKE_JSON.test(text)) return text;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text; // stored as plain text
  }
}

/** Text of an answer as a person reads it: the strings of the usual wrappers, else its JSON. */
export function toAnswerText(value: JsonValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  const only = isObject(value) ? Object.values(value) : isArray(value) ? value : [];
  if (only.length === 1 && typeof only[0] === 'string') return only[0];
  return JSON.stringify(value);
}

/**
 * Second looks at the bodies of single calls, each distinct one at most once. The memo is bounded:
 * beyond it a look is repeated, not refused.
 */
export class CallReader {
  readonly #view: RunView;
  readonly #natures = new Map<number, CallNature>();
  readonly #answers = new Map<number, string | undefined>();
  #natureReads = 0;
  static readonly #MEMO = 50_000;
  /** Calls whose arguments are read for their nature; beyond it the name decides alone. */
  static readonly #MAX_NATURE_READS = 100_000;

  constructor(view: RunView) {
    this.#view = view;
  }

  name(step: number): string {
    return this.#view.spans.strings[this.#view.steps.name[step] ?? -1] ?? '';
  }

  /** The arguments themselves, out of whatever wraps them. */
  args(step: number): JsonValue | undefined {
    const value = parseBody(this.#view.bodies.text(this.#view.steps.argsBody[step] ?? -1));
    return value === undefined ? undefined : unwrapArguments(value);
  }

  /** The result or the error as recorded. */
  result(step: number): JsonValue | undefined {
    return parseBody(this.#view.bodies.text(this.#view.steps.resultBody[step] ?? -1));
  }

  /** Text of the result or the error. */
  answer(step: number): string | undefined {
    const body = this.#view.steps.resultBody[step] ?? -1;
    if (body < 0) return undefined;
    if (this.#answers.has(body)) return this.#answers.get(body);
    const text = toAnswerText(parseBody(this.#view.bodies.text(body)));
    if (this.#answers.size < CallReader.#MEMO) this.#answers.set(body, text?.slice(0, HEAD_CHARS));
    return text;
  }

  /** By call signature: equal calls are of one nature. */
  nature(step: number): CallNature {
    const key = this.#view.steps.l3[step] ?? -1;
    const known = key < 0 ? undefined : this.#natures.get(key);
    if (known !== undefined) return known;
    const byName = toCallNature(this.name(step), undefined);
    const needsArgs = this.#natureReads++ < CallReader.#MAX_NATURE_READS;
    const nature = needsArgs ? toCallNature(this.name(step), this.args(step)) : byName;
    if (key >= 0 && this.#natures.size < CallReader.#MEMO) this.#natures.set(key, nature);
    return nature;
  }

  /** Changes something: by its name or command, or because its answer only confirms an act. */
  changes(step: number): boolean {
    const nature = this.nature(step);
    if (nature.mutates) return true;
    if (nature.waits || nature.isShell) return false;
    const answer = this.answer(step) ?? '';
    return answer.trim() !== '' && isAcknowledgement(answer);
  }

  /** An edit of which the log keeps the file and not the content: no two are known to be equal. */
  isOpaqueEdit(step: number): boolean {
    const nature = this.nature(step);
    return nature.namesOnlyFile && (nature.edits || this.changes(step));
  }
}
