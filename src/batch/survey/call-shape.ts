import {isObject, type JsonValue} from '../../model/json.js';
import type {RunView} from '../../tree/run-view.js';
import {OUTCOMES, STEP_KINDS} from '../../tree/step-table.js';
import {maskVolatile} from '../../tree/signature/mask-volatile.js';
import {findPresentationFields} from '../../tree/signature/presentation-fields.js';
import {toShellIntent} from '../../tree/signature/shell-intent.js';
import type {RunIndex} from '../../detect/view/run-index.js';

/** Argument names in a shape; a call with more is told by its first ones. */
const MAX_FIELDS = 12;
const MAX_NAME = 80;
const ERROR = OUTCOMES.indexOf('error');
const COMMAND_FIELDS: ReadonlySet<string> = new Set(['command', 'cmd', 'script', 'shell']);
const URL = /^[a-z][a-z0-9+.-]{1,20}:\/\/[^/\s?#]*([^\s?#]*)/i;
/** Part of an address that names one thing of many. */
const ID_SEGMENT = /^(?!v\d{1,2}$).*\d|^[0-9a-f]{6,}$|^.{25,}$/i;
const STATUS = /\b([45]\d\d)\b/;
const HEAD_CHARS = 2000;

/**
 * What one step does, in words that all runs share that do the same: names of tools, agents and arguments,
 * program of a command, path of an address; without ids, hosts, times and values.
 *
 *     fetch_page(url=/orders/<id>) -> error 403
 */
export function toCallShape(index: RunIndex, step: number): string {
  const {view} = index;
  const kind = STEP_KINDS[view.steps.kind[step] ?? -1] ?? 'other';
  const name = toStableName(index.reader.name(step));
  const ending = view.steps.outcome[step] === ERROR ? ` -> ${toErrorWord(view, step)}` : '';
  if (kind === 'tool') return `${name}(${toFieldShape(index.reader.args(step))})${ending}`;
  // A model's name changes with every release; that a model was asked does not.
  if (kind === 'llm') return `model reply${ending}`;
  if (kind === 'handoff') return `hand-off to ${name}${ending}`;
  return `${kind} ${name}`.trim() + ending;
}

/** A name without the ids that some frameworks put into it. */
export function toStableName(name: string): string {
  return maskVolatile(name.slice(0, MAX_NAME)).replace(
    /(?<![A-Za-z])(?=[0-9a-f-]*\d)[0-9a-f][0-9a-f-]{7,}(?![A-Za-z])/gi,
    '<id>',
  );
}

function toFieldShape(args: JsonValue | undefined): string {
  if (args === undefined) return '';
  if (typeof args === 'string') return URL.test(args) ? toUrlShape(args) : toShellIntent(args);
  if (!isObject(args)) return '...';
  const omitted = findPresentationFields(args);
  const fields = Object.keys(args)
    .filter((key) => omitted?.has(key) !== true)
    .sort();
  const shapes = fields.slice(0, MAX_FIELDS).map((key) => {
    const value = args[key];
    const field = toStableName(key);
    if (typeof value !== 'string') return field;
    if (URL.test(value)) return `${field}=${toUrlShape(value)}`;
    return COMMAND_FIELDS.has(key.toLowerCase()) ? `${field}=${toShellIntent(value)}` : field;
  });
  return shapes.join(', ') + (fields.length > MAX_FIELDS ? ', ...' : '');
}

function toUrlShape(url: string): string {
  const path = URL.exec(url.slice(0, HEAD_CHARS))?.[1] ?? '';
  const parts = path.split('/').filter((part) => part !== '');
  return `/${parts.map((part) => (ID_SEGMENT.test(part) ? '<id>' : part)).join('/')}`;
}

/** Status where one is told, so that refused and overloaded are two things in every format. */
function toErrorWord({spans, steps, bodies}: RunView, step: number): string {
  const row = steps.spanRow[step] ?? -1;
  const type = spans.strings[spans.errorType[row] ?? -1] ?? '';
  // Some logs have the class in one place, the message in another.
  const texts = [
    type,
    bodies.text(spans.errorBody[row] ?? -1),
    bodies.text(steps.resultBody[step] ?? -1),
  ].map((text) => (text ?? '').slice(0, HEAD_CHARS));
  const status = STATUS.exec(texts.join(' '))?.[1];
  return status === undefined ? 'error' : `error ${status}`;
}
