import {readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {expect, test} from '@jest/globals';
import {expectCode, runBin, withFolder} from '../helpers/run-bin.js';

interface Question {
  readonly title: string;
  readonly args: readonly string[];
  readonly expect: string;
}

const root = resolve(import.meta.dirname, '../..');

test('every worked question is answered on the bundled incident as docs/questions.md says', async () => {
  const path = join(root, 'scripts', 'questions.mjs');
  const {INCIDENT, QUESTIONS} = (await import(path)) as {
    INCIDENT: string;
    QUESTIONS: readonly Question[];
  };
  const page = readFileSync(join(root, 'docs', 'questions.md'), 'utf8');
  await withFolder(async (cwd) => {
    expectCode(await runBin(['ingest', join(root, INCIDENT)], {cwd}), 0);
    expect(QUESTIONS).toHaveLength(10);
    for (const {title, args, expect: wanted} of QUESTIONS) {
      const {stdout} = expectCode(await runBin(args, {cwd}), 0);
      const lines = stdout.trimEnd().split('\n');
      expect([title, lines.length > 1, stdout.includes(wanted)]).toEqual([title, true, true]);
      for (const line of lines.slice(0, 12)) expect(page).toContain(line.trimEnd());
    }
  });
}, 180_000);
