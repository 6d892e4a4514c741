/**
 * Class of an exception in its Python text: `ValueError('bad')`, `pkg.mod.ToolError: no such file`,
 * or the last line of a traceback. Undefined where the text is plain words.
 */
export function errorTypeOfText(text: string): string | undefined {
  const first = /^\s*([A-Za-z_][\w.]{2,100})\s*[(:]/.exec(text.slice(0, HEAD_CHARS))?.[1];
  if (first !== undefined && isClassName(first)) return last(first);
  const tail = text.slice(-TAIL_CHARS);
  const line = /(?:^|\n)([A-Za-z_][\w.]{2,100}):[^\n]*\s*$/.exec(tail)?.[1];
  return line !== undefined && isClassName(line) ? last(line) : undefined;
}

/** Error texts can hold whole documents; their class stands at one of the ends. */
const HEAD_CHARS = 200;
const TAIL_CHARS = 2000;

function isClassName(name: string): boolean {
  return /(?:^|\.)[A-Z]\w*(?:Error|Exception|Exceeded|Interrupt|Command|Warning|Exit|Iteration|Timeout|Failure)$/.test(
    name,
  );
}

function last(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
