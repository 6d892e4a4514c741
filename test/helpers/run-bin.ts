import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';

const root = resolve(import.meta.dirname, '../..');
export const bin = join(root, 'bin', 'whatbroke.js');
export const sample = join(root, 'samples', 'incidents', 'synthetic-period-3.otlp.jsonl');

export interface BinRun {
  readonly code: number | NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
  /** Everything that a person needs to see what went wrong (STYLE H73). */
  readonly report: string;
}

export interface BinOptions {
  readonly cwd: string;
  readonly stdin?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built program as a user does: no terminal, own folder, no colour of this machine. */
export async function runBin(args: readonly string[], options: BinOptions): Promise<BinRun> {
  const child = startBin(args, options);
  child.stdin.end(options.stdin ?? '');
  return collect(child, args, options);
}

export function startBin(
  args: readonly string[],
  {cwd, env = {}}: BinOptions,
): ReturnType<typeof spawnPiped> {
  return spawnPiped(args, cwd, env);
}

function spawnPiped(args: readonly string[], cwd: string, env: Readonly<Record<string, string>>) {
  const own = {...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined};
  const child = spawn(process.execPath, [bin, ...args], {cwd, env: {...own, ...env}});
  // The program may end before it has read its input.
  child.stdin.on('error', () => undefined);
  return child;
}

export async function collect(
  child: ReturnType<typeof startBin>,
  args: readonly string[],
  {cwd}: BinOptions,
): Promise<BinRun> {
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise<number | NodeJS.Signals>((done, fail) => {
    child.on('error', fail);
    child.on('close', (exit, signal) => {
      done(exit ?? signal ?? -1);
    });
  });
  const report = [
    `command: whatbroke ${args.join(' ')}`,
    `cwd: ${cwd}`,
    `exit code: ${code}`,
    `stdout: ${stdout}`,
    `stderr: ${stderr}`,
  ].join('\n');
  return {code, stdout, stderr, report};
}

/** @throws with the whole story when the exit code is another one */
export function expectCode(run: BinRun, code: number): BinRun {
  if (run.code !== code) throw new Error(`expected exit code ${code}\n${run.report}`);
  return run;
}

/** A folder of its own, gone after `work`. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'whatbroke-e2e-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
