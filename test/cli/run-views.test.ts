import {expect, test} from '@jest/globals';
import {join} from 'node:path';
import {RunViews} from '../../src/cli/run-views.js';
import {CaseReader} from '../../src/store/case-reader.js';
import {expectCode, runBin, sample} from '../helpers/run-bin.js';
import {tempDir} from '../helpers/temp-dir.js';

const dir = tempDir();

test('a run rebuilt from a case has the steps of the stored analysis', async () => {
  const casePath = join(dir, 'case.db');
  const made = await runBin(['ingest', sample, '--case', casePath], {cwd: dir});
  expectCode(made, 0);
  const reader = CaseReader.open(casePath);
  const views = new RunViews(casePath);
  try {
    const run = (await reader.runs())[0];
    const view = views.build(run?.id ?? '');
    expect(view?.steps.count).toBe(run?.steps);
    for (const stored of await reader.steps(run?.id ?? '', 0, 400)) {
      const name = view?.spans.strings[view.steps.name[stored.step] ?? -1];
      expect([stored.step, name]).toEqual([stored.step, stored.name]);
    }
    expect(views.build('no such run')).toBeUndefined();
  } finally {
    views.close();
    await reader.close();
  }
});
