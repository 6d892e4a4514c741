import {copyFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import Database from 'better-sqlite3';
import type {GatheredDraft} from '../../../src/cli/report/gather-draft.js';
import {renderReport} from '../../../src/cli/report/render-report.js';
import {lintMarkdown} from '../../../src/report/lint/lint.js';
import {CALM, gatherFromFiles, gatherFromLog, loopLog} from '../../helpers/gathered-draft.js';
import {expectCode, runBin} from '../../helpers/run-bin.js';
import {tempDir} from '../../helpers/temp-dir.js';
import {listUntied} from './untied-numbers.js';

const SLOW_MS = 240_000;
const folder = tempDir();
const incidents = join(import.meta.dirname, '../../../samples/incidents');

/** The synthetic incident, of each recorded one the first recording, and of every third a healthy twin. */
const logs: readonly string[] = readdirSync(incidents, {withFileTypes: true}).flatMap(
  (entry, place) => {
    const path = join(incidents, entry.name);
    if (!entry.isDirectory()) return [path];
    const names = readdirSync(path).sort();
    const incident = names.find((name) => name.startsWith('incident.'));
    const healthy = place % 3 > 0 ? undefined : names.find((name) => name.startsWith('healthy.'));
    return [incident, healthy].flatMap((name) => (name === undefined ? [] : [join(path, name)]));
  },
);

describe('drafts of the bundled logs', () => {
  test(
    'every amount is what a query over the views gives, and our own linter finds only lines to fill',
    async () => {
      for (const [place, log] of logs.entries()) {
        const casePath = join(folder, `case-${place}.db`);
        const gathered = await gatherFromFiles(folder, [log], casePath);
        const {draft} = gathered;
        const asked = draft.evidence.filter(({query}) => query !== undefined);
        const sql = asked.map(({id, query}) => `SELECT '${id}' AS id, (${query ?? ''}) AS value`);
        const run = await runBin(['query', sql.join(' UNION ALL '), '--case', casePath, '--json'], {
          cwd: folder,
        });
        const {data} = JSON.parse(expectCode(run, 0).stdout) as {data: {rows: [string, number][]}};
        const told = asked.map(({id, amount}) => [id, amount?.value]);
        expect([log, data.rows]).toEqual([log, told]);
        expect([log, listUntied(gathered)]).toEqual([log, []]);
        if (place % 8 === 0) await expectNothingStands(gathered, casePath);

        const markdown = renderReport('md', gathered);
        const evidence = {
          ids: new Set<string>(draft.evidence.map(({id}) => id)),
          digest: draft.evidenceDigest,
        };
        const problems = lintMarkdown(markdown, {evidence})
          .filter(({rule}) => rule !== 'draft/to-fill')
          .map(({rule, line, message}) => `${line} ${rule} ${message}`);
        expect([log, problems]).toEqual([log, []]);
        // The same case gives the same bytes.
        if (place > 0) continue;
        const again = await gatherFromFiles(folder, [log], casePath);
        expect(renderReport('html', again)).toBe(renderReport('html', gathered));
      }
    },
    SLOW_MS,
  );
});

/** In a copy of the case that lacks a cited span, nothing that cites the span has the digest that it had. */
async function expectNothingStands({draft}: GatheredDraft, casePath: string): Promise<void> {
  const places = draft.evidence.flatMap((entry) => entry.places);
  const taken = places[places.length >> 1];
  if (taken?.spanId === undefined) return;
  const copy = casePath.replace('.db', '-without.db');
  copyFileSync(casePath, copy);
  const db = new Database(copy);
  db.prepare('DELETE FROM span_lookup WHERE span_id = ?').run(taken.spanId);
  expect(db.prepare('DELETE FROM span_fact WHERE span_id = ?').run(taken.spanId).changes).not.toBe(
    0,
  );
  db.close();
  const args = ['report', '--case', copy, '--run', draft.runId, '--json'];
  const {stdout} = expectCode(await runBin(args, {cwd: folder}), 0);
  const {data} = JSON.parse(stdout) as {data: {evidence: {shows: string; digest: string}[]}};
  const kept = new Set(data.evidence.map(({shows, digest}) => `${shows} ${digest}`));
  const standing = draft.evidence
    .filter((entry) => entry.places.some(({spanId}) => spanId === taken.spanId))
    .filter(({shows, digest}) => kept.has(`${shows} ${digest}`))
    .map(({id, shows}) => `${id} ${shows}`);
  expect([taken.spanId, standing]).toEqual([taken.spanId, []]);
}

describe('evidence', () => {
  test(
    'changes or goes where a span that it cites is taken out',
    async () => {
      const whole = loopLog(CALM, 12);
      const {draft} = await gatherFromLog(folder, whole, 'whole.jsonl');
      const cited = new Set(draft.evidence.flatMap(({places}) => places.map(({spanId}) => spanId)));
      expect(cited.size).toBeGreaterThan(5);
      for (const spanId of [...cited].slice(0, 8)) {
        const rest = whole
          .split('\n')
          .filter((line) => !line.includes(`"span":"${spanId ?? ''}"`) || spanId === 'a')
          .join('\n');
        if (spanId === 'a') continue;
        const {draft: left} = await gatherFromLog(folder, rest, `without-${spanId ?? ''}.jsonl`);
        const kept = new Set(left.evidence.map(({shows, digest}) => `${shows} ${digest}`));
        const standing = draft.evidence
          .filter(({places}) => places.some((place) => place.spanId === spanId))
          .filter(({shows, digest}) => kept.has(`${shows} ${digest}`))
          .map(({id, shows}) => `${id} ${shows}`);
        expect([spanId, standing]).toEqual([spanId, []]);
      }
    },
    SLOW_MS,
  );

  test('every cite resolves, and a number in the body has one in its line', async () => {
    const {draft} = await gatherFromLog(folder, loopLog(CALM, 12), 'cites.jsonl');
    const known = new Set(draft.evidence.map(({id}) => id));
    const cites = [...JSON.stringify(draft.sections).matchAll(/"(E\d+)"/g)].map(
      (match) => match[1],
    );
    expect(cites.length).toBeGreaterThan(20);
    for (const id of cites) expect(known).toContain(id);
  });
});

test('a healthy run names no hypothesis, and is short', async () => {
  const gathered = await gatherFromLog(folder, loopLog(CALM, 1), 'healthy.jsonl');
  const {draft} = gathered;
  expect(draft.kind).toBe('healthy');
  expect(draft.sections.map(({id}) => id)).toEqual(['overview', 'unknowns', 'method']);
  const markdown = renderReport('md', gathered);
  expect(markdown).toContain('No incident was found in this run.');
  expect(markdown).not.toMatch(/hypothes/i);
  expect(markdown.split('### Evidence')[0]?.split('\n').length).toBeLessThan(50);
});

test('no amount of money, though the log states one', async () => {
  const log = loopLog(CALM, 12).replaceAll(
    '"kind":"llm"',
    '"kind":"llm","cost":12.75,"attributes":{"usd":"$99.10"}',
  );
  const gathered = await gatherFromLog(folder, log, 'priced.jsonl');
  for (const form of ['md', 'html', 'json', 'sarif', 'junit'] as const) {
    expect(renderReport(form, gathered)).not.toMatch(/12\.75|99\.10/);
  }
});
