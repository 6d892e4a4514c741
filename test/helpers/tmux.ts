import {spawnSync} from 'node:child_process';
import {resolve} from 'node:path';
import {test} from '@jest/globals';

/** A real terminal for the built program: a tmux server of its own per session, ended by `end`. */
export interface TmuxSession {
  /** Types text or named keys (`Enter`, `C-z`), as `tmux send-keys` takes them. */
  readonly press: (...keys: readonly string[]) => void;
  readonly screen: () => string;
  /** With its colours and weights as escape sequences. */
  readonly paintedScreen: () => string;
  /** From here on every byte that the program writes goes to a file too. */
  readonly record: (path: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** Waits until the screen holds `wanted`; fails with the screen in the message. */
  readonly waitFor: (wanted: string | RegExp) => Promise<string>;
  readonly end: () => void;
}

/** Slow machines start Node slowly; a real failure shows its screen. */
const DEADLINE_MS = 30_000;
const POLL_MS = 50;
const root = resolve(import.meta.dirname, '../..');

function tmux(name: string, args: readonly string[]): string {
  return spawnSync('tmux', ['-L', name, ...args], {cwd: root, encoding: 'utf8'}).stdout;
}

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

/** A test in a real terminal: skipped with a message where tmux is not installed. */
export function testWithTmux(name: string, run: () => Promise<void>): void {
  if (hasTmux) test(name, run, 4 * DEADLINE_MS);
  else test.skip(`${name} (skipped: tmux is not installed)`, run);
}

export function startTmux(name: string, columns: number, rows: number): TmuxSession {
  const server = `whatbroke-${name}-${String(process.pid)}`;
  const size = ['-x', String(columns), '-y', String(rows)];
  tmux(server, ['-f', '/dev/null', 'new-session', '-d', ...size, '-s', 's', 'bash --norc']);
  const press = (...keys: readonly string[]): void => {
    tmux(server, ['send-keys', '-t', 's', ...keys]);
  };
  const screen = (): string => tmux(server, ['capture-pane', '-p', '-t', 's']);
  press("PS1='ready> '; clear", 'Enter');
  return {
    press,
    screen,
    paintedScreen: () => tmux(server, ['capture-pane', '-e', '-p', '-t', 's']),
    record: (path) => {
      tmux(server, ['pipe-pane', '-t', 's', `cat > ${path}`]);
    },
    resize: (columns, rows) => {
      const size = ['-x', String(columns), '-y', String(rows)];
      tmux(server, ['resize-window', '-t', 's', ...size]);
    },
    waitFor: async (wanted) => {
      const endMs = performance.now() + DEADLINE_MS;
      while (performance.now() < endMs) {
        const now = screen();
        if (typeof wanted === 'string' ? now.includes(wanted) : wanted.test(now)) return now;
        await new Promise((done) => setTimeout(done, POLL_MS));
      }
      throw new Error(`"${String(wanted)}" never came; last seen:\n${screen()}`);
    },
    end: () => {
      tmux(server, ['kill-server']);
    },
  };
}
