import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import {expect, test} from '@jest/globals';

const CHILD = fileURLToPath(new URL('./output-child.mjs', import.meta.url));

const start = () => spawn(process.execPath, [CHILD], {stdio: ['ignore', 'pipe', 'pipe']});

test('many waits for a slow reader lose no byte and leave no listener behind', async () => {
  const child = start();
  const said = text(child.stderr);
  let bytes = 0;
  for await (const chunk of child.stdout) bytes += String(chunk).length;
  expect(bytes).toBe(40 * 256 * 1024);
  // A leak of listeners is told by Node.js on stderr.
  expect(await said).toBe('whole\n');
});

test('a reader that goes while we wait is a quiet end, not a failure of ours', async () => {
  const child = start();
  const said = text(child.stderr);
  await once(child.stdout, 'readable');
  await sleep(50);
  child.stdout.destroy();
  expect(await said).toBe('closed\n');
});
