import {quoteName} from '../../../detect/finding/words.js';
import {OUTCOME} from '../../../detect/view/step-kinds.js';
import {getField, isArray, isObject, type JsonValue} from '../../../model/json.js';
import type {RunView} from '../../../tree/run-view.js';
import type {ToolDefinition} from '../run-records.js';
import type {CheckResult, GapCheck} from './check.js';

const PATH_NAME = /path|file|dir|folder|command|cmd|script/i;
/** Keywords of JSON Schema that narrow a text. `maxLength` alone allows nothing less. */
const NARROWING = ['pattern', 'enum', 'const', 'format'];

/** Does the tool's definition take a path (or a command, which holds paths) without a pattern or an allow-list? */
export const checkPathValidation: GapCheck = (context, steps) =>
  judge(context.view, steps, {
    definitions: context.records.toolDefinitions,
    wanted: PATH_NAME,
    noun: 'a path',
  });

/** The same for any text that the tool takes. */
export const checkArgumentValidation: GapCheck = (context, steps) =>
  judge(context.view, steps, {
    definitions: context.records.toolDefinitions,
    wanted: /./,
    noun: 'its arguments',
  });

function judge(
  view: RunView,
  steps: readonly number[],
  given: {
    readonly definitions: readonly ToolDefinition[];
    readonly wanted: RegExp;
    readonly noun: string;
  },
): CheckResult {
  const tools = new Set(steps.map((step) => view.spans.strings[view.steps.name[step] ?? -1] ?? ''));
  const defined = given.definitions.filter(({name}) => tools.has(name));
  for (const {name, parameters} of defined) {
    const open = findOpenText(parameters, given.wanted);
    if (open === undefined) continue;
    return {
      status: 'observed',
      reason: `The recorded definition of ${quoteName(name)} takes ${quoteName(open)} as free text: no pattern and no allow-list.`,
    };
  }
  const ran = steps.some((step) => view.steps.outcome[step] === OUTCOME.ok);
  if (defined.some(({parameters}) => parameters !== undefined)) {
    return {
      status: ran ? 'suspected' : 'cannot-be-shown',
      reason: ran
        ? 'The recorded definition narrows what the tool takes, and the call ran all the same.'
        : 'The recorded definition narrows what the tool takes, and no such call is recorded to have succeeded.',
    };
  }
  return {
    status: ran ? 'suspected' : 'cannot-be-shown',
    reason: ran
      ? `The call ran and nothing is recorded to have checked ${given.noun}; the log holds no definition of the tool.`
      : `The log holds no definition of the tool, and no such call is recorded to have succeeded.`,
  };
}

/** First property of type string, by name, that nothing narrows. */
function findOpenText(schema: JsonValue | undefined, wanted: RegExp): string | undefined {
  if (!isObject(schema)) return undefined;
  const properties = getField(schema, 'properties');
  if (!isObject(properties)) return undefined;
  for (const [name, property] of Object.entries(properties)) {
    if (!wanted.test(name) || !isObject(property)) continue;
    const type = getField(property, 'type');
    const isText =
      type === undefined || type === 'string' || (isArray(type) && type.includes('string'));
    const isNarrow = NARROWING.some((key) => getField(property, key) !== undefined);
    if (isText && !isNarrow) return name;
  }
  return undefined;
}
