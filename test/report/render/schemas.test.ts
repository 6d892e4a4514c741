import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {Ajv} from 'ajv';
import {validateXML} from 'xmllint-wasm';
import {renderReport} from '../../../src/cli/report/render-report.js';
import {CALM, gatherFromFiles, gatherFromLog, loopLog} from '../../helpers/gathered-draft.js';
import {sample} from '../../helpers/run-bin.js';
import {tempDir} from '../../helpers/temp-dir.js';

const folder = tempDir();
const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

const drafts = {
  loop: gatherFromLog(folder, loopLog(CALM, 12), 'loop.jsonl'),
  healthy: gatherFromLog(folder, loopLog(CALM, 1), 'healthy.jsonl'),
  bundled: gatherFromFiles(folder, [sample], join(folder, 'bundled.db')),
};

describe('SARIF', () => {
  const validate = new Ajv({allErrors: true, strict: false, validateFormats: false}).compile(
    JSON.parse(read('sarif-2.1.0-extract.json')) as object,
  );
  test.each(Object.entries(drafts))('of the %s run fits the schema', async (_name, gathered) => {
    const log = JSON.parse(renderReport('sarif', await gathered)) as {
      runs: {results: {partialFingerprints: Readonly<Record<string, string>>}[]}[];
    };
    validate(log);
    expect(validate.errors ?? []).toEqual([]);
    const {input} = await gathered;
    const prints = log.runs[0]?.results.map(
      ({partialFingerprints}) => partialFingerprints['whatbrokeFindingId/v1'],
    );
    expect(prints).toEqual(input.findings.map(({id}) => id));
  });
  test('with an unknown field does not', () => {
    expect(validate({version: '2.1.0', runs: [{tool: {driver: {name: 'x'}}, surprise: 1}]})).toBe(
      false,
    );
    expect(validate({version: '2.1.0', runs: [{tool: {driver: {}}}]})).toBe(false);
  });
});

describe('JUnit', () => {
  test.each(Object.entries(drafts))('of the %s run fits the schema', async (_name, gathered) => {
    const xml = renderReport('junit', await gathered);
    const result = await validateXML({
      xml: [{fileName: 'report.xml', contents: xml}],
      schema: [read('junit-4.xsd')],
    });
    expect(result.errors.map(({message}) => message)).toEqual([]);
    const {input} = await gathered;
    const bad = new Set(
      input.findings.filter(({severity}) => severity !== 'info').map(({rule}) => rule),
    );
    expect(xml).toContain(`tests="${input.rules.length}" failures="${bad.size}"`);
  });
});
