import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {OPTIONS} from '../../src/cli/options.js';
import {writeArchive} from '../../scripts/make-archive.mjs';
import {expectCode, runBin} from '../helpers/run-bin.js';
import {tempDir} from '../helpers/temp-dir.js';

const SLOW_MS = 180_000;
const page = readFileSync(join(import.meta.dirname, '../../docs/batch.md'), 'utf8');
const folder = tempDir();

/** Words after `whatbroke` of each command of a block, without what a shell does with them. */
function commandsAfter(mark: string): readonly (readonly string[])[] {
  const block = page.split(`<!-- test: ${mark} -->`)[1] ?? '';
  const lines = /(?:^ {4}\S.*\n)+/m.exec(block)?.[0].trimEnd().split('\n') ?? [];
  return lines.map((line) => {
    const command = line.replace(/^.*?\bwhatbroke /, '').replace(/\s+(?:\d?>>?|#).*$/, '');
    return command.trim().split(/\s+/);
  });
}

test(
  'the recipes of docs/batch.md work as they stand: CI fails for news only, cron writes the review',
  async () => {
    await writeArchive(folder, {runs: 20, seed: 3, planted: 1});
    const [batchCi, fleetCi] = commandsAfter('ci');
    const cwd = folder;
    const swap = (words: readonly string[] | undefined): readonly string[] =>
      (words ?? []).map((word) => (word === 'traces/' ? 'logs/' : word));
    expectCode(await runBin(swap(batchCi), {cwd}), 0);
    expect(fleetCi).toContain('--known');
    // Nothing is known yet: the file is made first, empty of groups.
    writeFileSync(
      join(folder, 'known.json'),
      '{"schema": "whatbroke/known-groups/1", "groups": []}',
    );
    const news = expectCode(await runBin(swap(fleetCi), {cwd}), 1);
    expect(news.stdout.split('\r\n').length).toBeGreaterThan(2);
    const accept = ['fleet', '--case', 'ci.db', '--write-known', 'known.json', '--print'];
    expectCode(await runBin(accept, {cwd}), 0);
    expectCode(await runBin(swap(fleetCi), {cwd}), 0);
    const [nightly, weekly] = commandsAfter('cron');
    expectCode(await runBin([...swap(nightly), '--jobs', '0'], {cwd}), 0);
    mkdirSync(join(folder, 'review'), {recursive: true});
    expectCode(await runBin(swap(weekly), {cwd}), 0);
    expect(existsSync(join(folder, 'review', 'roundup.md'))).toBe(true);
    expect(existsSync(join(folder, 'review', 'roundup.html'))).toBe(true);
  },
  SLOW_MS,
);

test('every option that docs/batch.md names exists', () => {
  const named = new Set([...page.matchAll(/(?<=[\s`])--([a-z][a-z-]*)/g)].map(([, name]) => name));
  expect(named.size).toBeGreaterThan(8);
  for (const name of named) expect(Object.keys({...OPTIONS, json: 0})).toContain(name);
});
