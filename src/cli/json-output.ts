import type {Output} from './output.js';
import {toSafeJson} from './safe-json.js';
import {readTool} from './tool.js';

/** `{"schema": "whatbroke/<command>/1", "tool": {...}, "data": {...}}`, indented for people. */
export async function writeJson(output: Output, command: string, data: object): Promise<void> {
  await output.data(formatJson(command, data));
}

export function formatJson(command: string, data: object): string {
  return `${toSafeJson({schema: `whatbroke/${command}/1`, tool: readTool(), data}, 2)}\n`;
}

/** Characters gathered before they are written: few system calls, little memory. */
const CHUNK_CHARS = 64 * 1024;

/** As `writeJson`, with a last field of `data` whose items are written as they come: any number of them. */
export async function writeJsonList(
  output: Output,
  command: string,
  list: {readonly head: object; readonly name: string; readonly items: AsyncIterable<object>},
): Promise<void> {
  const schema = `whatbroke/${command}/1`;
  const envelope = toSafeJson({schema, tool: readTool(), data: {...list.head, [list.name]: []}});
  // The empty list is the last thing in the envelope: `..."rows":[]}}`.
  let text = envelope.slice(0, -']}}'.length);
  let separator = '\n';
  for await (const item of list.items) {
    text += separator + toSafeJson(item);
    separator = ',\n';
    if (text.length < CHUNK_CHARS) continue;
    await output.data(text);
    text = '';
  }
  await output.data(`${text}\n]}}\n`);
}
