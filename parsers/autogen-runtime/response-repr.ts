import type {JsonObject} from '../api.js';

const NUMBER = (key: string): RegExp => new RegExp(`\\b${key}=(\\d{1,12})`);
const PROMPT = NUMBER('prompt_tokens');
const COMPLETION = NUMBER('completion_tokens');
const CACHED = NUMBER('cached_tokens');
const MODEL = /\bmodel='([^'\\]{1,200})'/;
/** Characters in which the counts are looked for: they stand at the end of the text. */
const TAIL = 4000;

/** The file logger writes `str(response)`: a Python repr, of which only the counts and the model are read. */
export function readRepr(text: string): JsonObject {
  if (!/^\s*ChatCompletion\(/.test(text)) return {response: text};
  const tail = text.slice(-TAIL);
  const prompt = PROMPT.exec(tail)?.[1];
  const completion = COMPLETION.exec(tail)?.[1];
  const cached = CACHED.exec(tail)?.[1];
  const model = MODEL.exec(tail)?.[1];
  const usage = {
    ...(prompt === undefined ? {} : {prompt_tokens: Number(prompt)}),
    ...(completion === undefined ? {} : {completion_tokens: Number(completion)}),
    ...(cached === undefined ? {} : {prompt_tokens_details: {cached_tokens: Number(cached)}}),
  };
  return {...(model === undefined ? {} : {model}), usage, content: text};
}
