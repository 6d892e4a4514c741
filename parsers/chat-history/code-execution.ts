import type {JsonValue, Status} from '../api.js';

const FENCE = /```[\w+-]*\n([\s\S]*?)```/g;
/** How AutoGen's executor answers: `exitcode: 0 (execution succeeded)`, then `Code output: ...`. */
const EXECUTED =
  /^\s*exit ?code: (-?\d+) \((?:execution )?(?:succeeded|failed)[^)]*\)\s*(?:Code output:)?\s*/i;

/** The code blocks of a message, which the next one may be the result of. */
export function codeOf(text: string): string | undefined {
  const blocks: string[] = [];
  for (const [, code = ''] of text.matchAll(FENCE)) blocks.push(code);
  return blocks.length === 0 ? undefined : blocks.join('\n');
}

/** The result of running the code of the message before, if the text is one. */
export function readExecution(
  text: string,
): {readonly output: JsonValue; readonly status: Status; readonly errorType?: string} | undefined {
  const match = EXECUTED.exec(text);
  if (match === null) return undefined;
  const output = text.slice(match[0].length);
  const exit = match[1] ?? '';
  return exit === '0'
    ? {output, status: 'ok'}
    : {output, status: 'error', errorType: `exit ${exit}`};
}
