import type {JsonObject, JsonValue} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {objectOf, pickFields, textOf} from '../common/fields.js';
import {unfold} from '../common/unfold.js';
import type {RunType} from './event.js';

/** What a callback method is given, by the name of its parameter. */
const INPUTS = ['inputs', 'input', 'prompts', 'messages', 'input_str', 'query'];
const OUTPUTS = ['outputs', 'output', 'response', 'result', 'documents'];

/** The input of a run: `data.input` of the stream, or the parameter of the callback. */
export function inputsOf(value: JsonObject, type: RunType): JsonValue | undefined {
  const found = find(value, INPUTS);
  if (found === undefined || type !== 'llm') return found;
  // `messages` and `prompts` are told apart by their key.
  const {messages, prompts} = objectOf(value, 'data') ?? value;
  if (prompts !== undefined && isArray(prompts)) return {prompts};
  return messages === undefined || messages === null ? found : {messages};
}

/** The output of a run; the message of a model call in the shape of LangChain's result. */
export function outputsOf(value: JsonObject, type: RunType): JsonValue | undefined {
  const found = find(value, OUTPUTS);
  return found === undefined || type !== 'llm' ? found : toResult(found);
}

function find(value: JsonObject, keys: readonly string[]): JsonValue | undefined {
  const data = objectOf(value, 'data');
  for (const place of data === undefined ? [value] : [data, value]) {
    for (const key of keys) {
      const found = getField(place, key);
      if (found !== undefined && found !== null) return unfold(found);
    }
  }
  return undefined;
}

/** `{generations: [[{message}]], llm_output}` of an AIMessage, whose metadata hold what the provider said. */
export function toResult(output: JsonValue): JsonValue {
  if (!isObject(output)) return isArray(output) ? {generations: output} : {output};
  if ('generations' in output) {
    const answer = objectOf(output, 'llm_output') ?? {};
    const name = textOf(answer, 'model_name') ?? textOf(answer, 'model');
    return name === undefined ? output : {...output, model: name};
  }
  const fields = objectOf(output, 'kwargs') ?? output;
  const said = objectOf(fields, 'response_metadata') ?? {};
  const info = pickFields(said, ['finish_reason', 'stop_reason']);
  const model = textOf(said, 'model_name') ?? textOf(said, 'model');
  return {
    generations: [[{message: output, generation_info: info}]],
    llm_output: said,
    ...(model === undefined ? {} : {model}),
  };
}

export function errorOf(value: JsonObject): string | undefined {
  const error = find(value, ['error', 'exception']);
  if (error === undefined) return undefined;
  if (typeof error === 'string') return error;
  if (!isObject(error)) return JSON.stringify(error);
  const message = textOf(error, 'message') ?? textOf(error, 'repr') ?? JSON.stringify(error);
  const type = textOf(error, 'type') ?? textOf(error, 'name');
  return type === undefined || message.startsWith(type) ? message : `${type}: ${message}`;
}
