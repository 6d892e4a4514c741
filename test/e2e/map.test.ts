import {copyFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {expectCode, runBin, withFolder} from '../helpers/run-bin.js';

const SLOW_MS = 60_000;
const samples = join(import.meta.dirname, '../../samples/formats/mapped');

test(
  'an unknown log: the error names the next step, the proposed map reads it, a wrong map is told',
  () =>
    withFolder(async (cwd) => {
      copyFileSync(join(samples, 'nested.json'), join(cwd, 'app.json'));
      const unknown = expectCode(await runBin(['app.json'], {cwd}), 2);
      expect(unknown.stderr).toContain('whatbroke formats --sample FILE');

      const proposed = expectCode(await runBin(['formats', '--sample', 'app.json'], {cwd}), 0);
      expect(proposed.stdout).toContain('whatbroke-map: 1');
      copyFileSync(join(samples, 'nested.map.yaml'), join(cwd, 'app.map.yaml'));
      const read = expectCode(
        await runBin(['tree', 'app.json', '--map', 'app.map.yaml'], {cwd}),
        0,
      );
      expect(read.stdout).toMatch(/db\.query tool {2}x error/);

      writeFileSync(join(cwd, 'bad.yaml'), 'whatbroke-map: 1\nnmae: what\n');
      const wrong = expectCode(await runBin(['app.json', '--map', 'bad.yaml'], {cwd}), 2);
      expect(wrong.stderr).toMatch(/bad\.yaml: map, line 2, column 1: .* did you mean "name"\?/);
    }),
  SLOW_MS,
);
