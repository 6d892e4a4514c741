const FENCE = /```(?:python|bash|sh)?\n([\s\S]*?)```/g;
/** `result = open_file._run(relative_file_path="a.py")` */
const RUN = /(\w+)\._run\(/;

export interface CodeCall {
  readonly name: string;
  readonly args: string;
}

/**
 * Calls in the `Action:` of a response: one per code block that runs a tool. The tool is the one that `._run` is called
 * of; a block in a shell's language runs as a command.
 */
export function callsIn(text: string): readonly CodeCall[] {
  const start = text.search(/^[ \t]*Action:/m);
  if (start < 0) return [];
  const calls: CodeCall[] = [];
  for (const [block, code = ''] of text.slice(start).matchAll(FENCE)) {
    const tool = RUN.exec(code)?.[1];
    if (tool !== undefined) calls.push({name: tool, args: code.trim()});
    else if (/^```(?:bash|sh)/.test(block)) calls.push({name: 'bash', args: code.trim()});
  }
  return calls;
}
