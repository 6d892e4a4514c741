import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {withCase} from '../../src/cli/case-session.js';
import type {CommandContext} from '../../src/cli/command.js';
import {createOutput} from '../../src/cli/output.js';
import {pickRun} from '../../src/cli/pick-run.js';
import {gatherDraft, type GatheredDraft} from '../../src/cli/report/gather-draft.js';

/** Texts that a log puts into a report: names, arguments, results. */
export interface LogTexts {
  readonly agent: string;
  readonly tool: string;
  readonly argument: string;
  readonly result: string;
  readonly outcome: string;
}

export const CALM: LogTexts = {
  agent: 'planner',
  tool: 'search',
  argument: 'lisbon',
  result: 'no flight',
  outcome: 'exit status 1',
};

const START_MS = Date.UTC(2026, 0, 2, 9);

/** A run of the own format: `laps` times the same call with the same answer, each asked for by a model. */
export function loopLog(texts: LogTexts, laps: number): string {
  const at = (second: number): string => new Date(START_MS + second * 1000).toISOString();
  const lines: object[] = [
    {
      whatbroke: 1,
      trace: 'run-1',
      span: 'a',
      kind: 'agent',
      name: texts.agent,
      start: at(0),
      end: at(laps * 3),
    },
  ];
  for (let lap = 0; lap < laps; lap += 1) {
    const second = lap * 3 + 1;
    lines.push(
      {
        trace: 'run-1',
        span: `m${lap}`,
        parent: 'a',
        kind: 'llm',
        name: 'chat',
        start: at(second),
        end: at(second + 1),
        tokens: {input: 1000 + lap * 50, output: 20},
      },
      {
        trace: 'run-1',
        span: `t${lap}`,
        parent: 'a',
        kind: 'tool',
        name: texts.tool,
        input: {to: texts.argument},
        output: texts.result,
        start: at(second + 1),
        end: at(second + 2),
      },
    );
  }
  lines.push({trace: 'run-1', outcome: 'failed', saidBy: texts.outcome});
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** The draft of the worst run of a log, made in this process. */
export async function gatherFromLog(
  folder: string,
  log: string,
  name = 'log.jsonl',
): Promise<GatheredDraft> {
  const path = join(folder, name);
  writeFileSync(path, log);
  return gatherFromFiles(folder, [path], `${path}.db`);
}

export async function gatherFromFiles(
  folder: string,
  files: readonly string[],
  casePath: string,
): Promise<GatheredDraft> {
  let gathered: GatheredDraft | undefined;
  await withCase(makeContext(folder, {files, case: casePath}), async (session) => {
    gathered = await gatherDraft(session, pickRun(await session.runs(), {}));
    return 0;
  });
  if (gathered === undefined) throw new Error('no draft was made');
  return gathered;
}

export function makeContext(cwd: string, args: Readonly<Record<string, unknown>>): CommandContext {
  const {stdout, stderr} = process;
  return {
    args,
    output: {...createOutput({stdout, stderr, env: {}, noColor: true}), talk: () => undefined},
    signal: new AbortController().signal,
    cwd,
    env: {},
  };
}
