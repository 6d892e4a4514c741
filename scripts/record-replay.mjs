// Records a session of the replay on a bundled incident as an animated SVG of text, for the README:
//   npm run build && node scripts/record-replay.mjs [OUT.svg]
// The built program runs on the real log in a terminal emulator; keys are pressed as a person would, and each screen
// is kept as it stands. The same bytes for the same build and log.
import {EventEmitter} from 'node:events';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {PassThrough} from 'node:stream';
import {fileURLToPath} from 'node:url';
import xterm from '@xterm/headless';
import {screenToSvgText, toSvg} from './record/screen-svg.mjs';

process.env.NODE_ENV ??= 'production';
process.env.CI = 'false';
const root = fileURLToPath(new URL('..', import.meta.url));
/** A recorded incident: real frameworks, a scripted model (samples/README.md). */
const LOG = 'samples/incidents/wordpress-wpml/incident.openai-agents-processor.jsonl.zst';
const SIZE = {columns: 110, rows: 34};
/** Keys, what must be on the screen before it is kept, what is done (the caption), and for how long it stays. */
const SCENES = [
  ['', 'lap 1 of 10', 'whatbroke opens at the first step of the worst finding', 4],
  ['v', 'Shape:', 'v: the shape of the run: calls, tokens, context, where it went wrong', 4],
  ['vt', 'x10 chain', 't: the call tree, ten equal laps folded to x10', 4],
  ['t}}}', 'lap 4 of 10', '}: lap by lap; the guard that would have stopped it', 3],
  [
    'd',
    'nothing changed since lap 1',
    'd: what changed since the lap before? Nothing, byte for byte',
    4,
  ],
  ['\u001bi', 'cause 1', 'i: its moments, and what may have caused it, with evidence', 5],
  ['4', 'step 78 of', '4: one key to the evidence: nothing new from here on', 4],
];
const DEADLINE_MS = 20_000;

const out = process.argv[2] ?? join(root, 'docs/images/replay.svg');
const folder = mkdtempSync(join(tmpdir(), 'whatbroke-record-'));
try {
  const casePath = join(folder, 'case.db');
  const args = [join(root, 'bin/whatbroke.js'), 'ingest', LOG, '--case', casePath];
  const made = spawnSync(process.execPath, args, {cwd: root, encoding: 'utf8'});
  if (made.status !== 0) throw new Error(made.stderr);
  const frames = await record(casePath);
  writeFileSync(out, toSvg(frames, SIZE));
  console.error(`${frames.length} screens in ${out}`);
} finally {
  rmSync(folder, {recursive: true, force: true});
}

async function record(casePath) {
  const {CaseReader} = await import('../dist/src/store/case-reader.js');
  const {runReplay} = await import('../dist/src/tui/run-replay.js');
  const screen = new xterm.Terminal({cols: SIZE.columns, rows: SIZE.rows, allowProposedApi: true});
  const stdout = Object.assign(new EventEmitter(), {
    ...SIZE,
    isTTY: true,
    write: (text) => (screen.write(text), true),
  });
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => undefined,
    ref: () => undefined,
    unref: () => undefined,
  });
  const reader = CaseReader.open(casePath);
  const [run] = await reader.runs();
  const done = runReplay({reader, runId: run.id, stdin, stdout, ascii: false, colour: true});
  const frames = [];
  for (const [keys, wanted, caption, seconds] of SCENES) {
    for (const key of keys) {
      stdin.write(key);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await waitFor(screen, wanted);
    frames.push({caption, seconds, lines: screenToSvgText(screen)});
  }
  stdin.write('\u0003');
  await done;
  await reader.close();
  return frames;
}

async function waitFor(screen, wanted) {
  const endMs = performance.now() + DEADLINE_MS;
  let last = '';
  while (performance.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const buffer = screen.buffer.active;
    const text = Array.from({length: screen.rows}, (_unused, row) =>
      buffer.getLine(buffer.baseY + row)?.translateToString(true),
    ).join('\n');
    // Twice the same: nothing is still on its way.
    if (text.includes(wanted) && text === last) return;
    last = text;
  }
  throw new Error(`"${wanted}" never came; last seen:\n${last}`);
}
