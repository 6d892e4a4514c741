import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll} from '@jest/globals';

/** A folder of its own for this test file, removed at its end. Call it at the top level. */
export function tempDir(): string {
  const path = mkdtempSync(join(tmpdir(), 'whatbroke-test-'));
  afterAll(() => {
    rmSync(path, {recursive: true, force: true});
  });
  return path;
}
