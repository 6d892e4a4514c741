// Sessions of coding agents of a given size: a call and its result a turn, as the tools write them.
import {createRandom} from '../../scripts/sample/trace-writer.mjs';
import {claudeLines} from './session-claude.mjs';
import {codexLines} from './session-codex.mjs';
import {writeAll} from './generate.mjs';

const LINES = {'claude-code': claudeLines, codex: codexLines};

/** @param format `claude-code` or `codex` */
export async function writeSession(path, sizeBytes, format) {
  function* pieces() {
    let written = 0;
    for (const line of LINES[format](createRandom(2))) {
      const text = `${JSON.stringify(line)}\n`;
      written += text.length;
      yield text;
      if (written >= sizeBytes) return;
    }
  }
  await writeAll(path, pieces());
}
