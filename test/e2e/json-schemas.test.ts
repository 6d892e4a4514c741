import {readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {beforeAll, describe, expect, test} from '@jest/globals';
import {Ajv2020} from 'ajv/dist/2020.js';
import {COMMANDS} from '../../src/cli/command-list.js';
import {expectCode, runBin, sample, withFolder} from '../helpers/run-bin.js';

const SLOW_MS = 180_000;
const folder = resolve(import.meta.dirname, '../../docs/schema');
const ajv = new Ajv2020({allErrors: true});

beforeAll(() => {
  for (const name of readdirSync(folder)) {
    const schema = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {$schema: string};
    // Formats of files that we read stand here too, in the draft that their editors know.
    if (schema.$schema.includes('2020-12')) ajv.addSchema(schema);
  }
});

function check(text: string): {readonly schema: string; readonly errors: readonly string[]} {
  const document = JSON.parse(text) as {schema: string};
  const [, command = ''] = document.schema.split('/');
  const validate = ajv.getSchema(`${command}-1.json`);
  if (validate === undefined) throw new Error(`no schema for ${document.schema}`);
  const isValid = validate(document);
  const errors = isValid === true ? [] : (validate.errors ?? []);
  return {
    schema: document.schema,
    errors: errors.map(({instancePath, message}) => `${instancePath} ${message ?? ''}`),
  };
}

describe('--json', () => {
  test(
    'of every command fits its schema',
    () =>
      withFolder(async (cwd) => {
        const other = join(cwd, 'other.jsonl');
        writeFileSync(other, '{"whatbroke":1,"trace":"t","span":"s","kind":"tool","name":"x"}\n');
        const verdict = expectCode(await runBin([sample, '--json'], {cwd}), 0).stdout;
        const {data} = JSON.parse(verdict) as {
          data: {runs: {findings: {id: string; rule: string; firstStep: number}[]}[]};
        };
        const finding = data.runs[0]?.findings[0];
        expect(finding?.rule).toBe('loop/cycle');
        const found = JSON.parse(
          expectCode(await runBin(['show', String(finding?.firstStep), '--json'], {cwd}), 0).stdout,
        ) as {data: {step: {spanId: string}}};
        const outputs = [
          verdict,
          JSON.stringify(found),
          ...(await Promise.all(
            [
              ['ingest', sample],
              ['batch', sample],
              ['fleet'],
              ['roundup'],
              ['traces'],
              ['tree'],
              ['findings'],
              ['replay'],
              ['show', finding?.id ?? ''],
              ['show', found.data.step.spanId],
              ['query', 'SELECT * FROM runs'],
              ['search', 'tests'],
              ['show', 'E2'],
              ['report'],
              ['diff', sample, other, '--case', 'two.db'],
              ['lint', join(import.meta.dirname, '../../README.md')],
              ['lint', '--list'],
              ['simulate'],
              ['policy', 'check'],
              ['policy', 'init'],
              ['policy', 'suggest'],
              ['policy', 'settings'],
              ['formats'],
              ['demo', 'polling', '--case', 'demo.db'],
              ['rules'],
            ].map(async (args) => expectCode(await runBin([...args, '--json'], {cwd}), 0).stdout),
          )),
        ];
        const checked = outputs.map(check);
        expect(checked.flatMap(({errors}) => errors)).toEqual([]);
        const schemas = new Set(checked.map(({schema}) => schema));
        const commands = COMMANDS.map(({name}) => (name === '$0' ? 'verdict' : name));
        expect([...schemas].sort()).toEqual(commands.map((name) => `whatbroke/${name}/1`).sort());
      }),
    SLOW_MS,
  );
});
