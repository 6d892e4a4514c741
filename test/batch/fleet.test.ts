import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import Database from 'better-sqlite3';
import {expectCode, runBin} from '../helpers/run-bin.js';
import {tempDir} from '../helpers/temp-dir.js';
import type {Fleet} from '../../src/batch/fleet/fleet.js';
import {writeArchive} from '../../scripts/make-archive.mjs';

const SLOW_MS = 180_000;
const folder = tempDir();
const RUNS = 120;
const PLANTED = 3;

async function readFleet(): Promise<Fleet> {
  const run = expectCode(await runBin(['fleet', '--json'], {cwd: folder}), 0);
  return (JSON.parse(run.stdout) as {data: Fleet}).data;
}

let fleet: Fleet;
let db: Database.Database;

beforeAll(async () => {
  await writeArchive(folder, {runs: RUNS, seed: 7, planted: PLANTED});
  expectCode(await runBin(['batch', 'logs', '--jobs', '2'], {cwd: folder}), 0);
  fleet = await readFleet();
  db = new Database(join(folder, '.whatbroke', 'case.db'), {readonly: true});
}, SLOW_MS);
afterAll(() => {
  db.close();
});

const rows = (sql: string): readonly Record<string, number | string | null>[] =>
  db.prepare(sql).all() as Record<string, number | string | null>[];

describe('the fleet of a generated archive', () => {
  test('finds every planted group, whole and alone, across formats', () => {
    const planted = JSON.parse(readFileSync(join(folder, 'planted.json'), 'utf8')) as Record<
      string,
      string[]
    >;
    const sourceOf = new Map(
      rows("SELECT run_id, json_extract(sources, '$[0]') AS source FROM run").map(
        ({run_id, source}) => [
          String(run_id),
          String(source).slice(join(folder, 'logs').length + 1),
        ],
      ),
    );
    const found = fleet.groups.map(({runs}) => runs.map((id) => sourceOf.get(id) ?? '?').sort());
    const want = Object.values(planted).map((files) => [...files].sort());
    const byFirst = (a: readonly string[], b: readonly string[]): number =>
      (a[0] ?? '') < (b[0] ?? '') ? -1 : 1;
    expect([...found].sort(byFirst)).toEqual([...want].sort(byFirst));
    expect(fleet.incidents).toHaveLength(Object.values(planted).flat().length);
    expect(fleet.groups.some(({formats}) => formats.length > 1)).toBe(true);
    expect(fleet.groups.map(({calls}) => calls.join(' ')).sort()).toEqual([
      'edit_file(find, path, replace) run_tests(suite)',
      'fetch_page(url=/orders/<id>) parse_page(selector, url=/orders/<id>)',
      'post_account(id, url=/v1/accounts) -> error 403',
      'read_config(path)',
      'search_flights(from, session, to)',
    ]);
  });

  test('counts what SQL counts', () => {
    const bad = '(findings_warning + findings_critical > 0)';
    const [totals] = rows(
      `SELECT count(*) AS runs, sum(${bad}) AS incidents, min(start_us) AS first, max(coalesce(end_us, start_us)) AS last FROM run`,
    );
    expect([fleet.runs, fleet.incidentRuns, fleet.firstUs, fleet.lastUs]).toEqual([
      totals?.['runs'],
      totals?.['incidents'],
      totals?.['first'],
      totals?.['last'],
    ]);
    expect(fleet.healthyRuns).toBe(fleet.runs - fleet.incidentRuns);
    const byAgent = rows(
      `SELECT coalesce(name, json_extract(agents, '$[0]')) AS name, count(*) AS runs, sum(${bad}) AS incidents,
        sum(findings_critical > 0) AS critical FROM run GROUP BY 1 ORDER BY 3 DESC, 2 DESC, 1`,
    );
    expect(fleet.byAgent).toEqual(byAgent);
    const byRule = rows(
      `SELECT f.rule AS name, count(DISTINCT f.run_key) AS runs, count(DISTINCT f.run_key) AS incidents,
        count(DISTINCT iif(r.findings_critical > 0, f.run_key, NULL)) AS critical
      FROM finding f JOIN run r ON r.id = f.run_key WHERE f.severity <> 'info' GROUP BY 1 ORDER BY 3 DESC, 2 DESC, 1`,
    );
    expect(fleet.byRule).toEqual(byRule);
    const tools = rows(
      `SELECT coalesce(tool_name, name) AS name, count(DISTINCT trace_id) AS runs FROM spans WHERE kind = 'tool' GROUP BY 1`,
    );
    const sorted = [...fleet.byTool].sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(sorted.map(({name, runs}) => ({name, runs}))).toEqual(tools);
    const models = rows(
      `SELECT model AS name, count(DISTINCT trace_id) AS runs FROM spans WHERE kind = 'llm' AND model IS NOT NULL GROUP BY 1`,
    );
    const byModel = [...fleet.byModel].sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(byModel.map(({name, runs}) => ({name, runs}))).toEqual(models);
    const weeks = rows(
      `SELECT date(start_us / 1000000, 'unixepoch', '-6 days', 'weekday 1') AS name, count(*) AS runs,
        sum(${bad}) AS incidents, sum(findings_critical > 0) AS critical FROM run GROUP BY 1 ORDER BY 1`,
    );
    expect(fleet.byWeek).toEqual(weeks);
  });

  test('baselines, distances and trends are those of SQL', () => {
    const healthy = `SELECT coalesce(name, json_extract(agents, '$[0]')) AS agent, steps, llm_calls + tool_calls AS calls,
      coalesce(input_tokens, 0) + coalesce(output_tokens, 0) AS tokens, input_tokens IS NULL AND output_tokens IS NULL AS untold,
      max_depth AS depth, end_us - start_us AS durationUs FROM run WHERE findings_warning + findings_critical = 0 AND outcome <> 'failed'`;
    for (const {agent, healthyRuns, metrics} of fleet.baselines) {
      const own = db.prepare(`${healthy} AND agent = ?`).all(agent) as Record<string, number>[];
      expect(healthyRuns).toBe(own.length);
      for (const metric of ['steps', 'calls', 'tokens', 'depth', 'durationUs'] as const) {
        const told = metric === 'tokens' ? own.filter(({untold}) => untold === 0) : own;
        const values = told.map((row) => row[metric] ?? NaN).sort((a, b) => a - b);
        const spread = metrics[metric];
        if (values.length < 5) expect(spread).toBeUndefined();
        else {
          expect(spread).toEqual({
            median: values[Math.floor(values.length / 2)],
            p95: values.find((_value, at) => (at + 1) / values.length >= 0.95),
            runs: values.length,
          });
        }
      }
    }
    const [incident] = fleet.incidents.filter(({ratios}) => ratios.steps !== undefined);
    const [run] = rows(`SELECT steps FROM run WHERE run_id = '${incident?.run ?? ''}'`);
    const usual = fleet.baselines.find(({agent}) => agent === incident?.agent)?.metrics.steps
      ?.median;
    expect(incident?.ratios.steps).toBeCloseTo(Number(run?.['steps']) / (usual ?? NaN), 10);
    for (const {runs, firstUs, lastUs, lastWeek, weekBefore} of fleet.groups) {
      const list = runs.map((id) => `'${id}'`).join(',');
      const week = 7 * 86_400 * 1_000_000;
      const [told] = rows(
        `SELECT min(start_us) AS a, max(start_us) AS z, sum(start_us > ${String(fleet.lastUs)} - ${week}) AS last,
          sum(start_us <= ${String(fleet.lastUs)} - ${week} AND start_us > ${String(fleet.lastUs)} - 2 * ${week}) AS before
        FROM run WHERE run_id IN (${list})`,
      );
      expect([firstUs, lastUs, lastWeek, weekBefore]).toEqual([
        told?.['a'],
        told?.['z'],
        told?.['last'],
        told?.['before'],
      ]);
    }
  });

  test(
    'other runs change no group id; text fits 80 columns; CSV cells start no formula',
    async () => {
      const before = fleet.groups.map(({id, calls}) => [id, calls]);
      await writeArchive(join(folder, 'more'), {runs: 40, seed: 99, planted: 0});
      expectCode(await runBin(['batch', 'more/logs', '--jobs', '2'], {cwd: folder}), 0);
      const after = await readFleet();
      expect(after.runs).toBe(RUNS + 40);
      expect(after.groups.map(({id, calls}) => [id, calls])).toEqual(before);
      const text = expectCode(await runBin(['fleet'], {cwd: folder}), 0).stdout;
      for (const each of text.split('\n')) expect(each.length).toBeLessThanOrEqual(80);
      const [first] = after.groups;
      const one = expectCode(await runBin(['fleet', '--group', first?.id ?? ''], {cwd: folder}), 0);
      expect(one.stdout).toContain(first?.runs[0] ?? '?');
      expectCode(await runBin(['fleet', '--group', 'zzz'], {cwd: folder}), 2);
      const csv = expectCode(await runBin(['fleet', '--format', 'csv'], {cwd: folder}), 0).stdout;
      expect(csv.trimEnd().split('\r\n')).toHaveLength(after.incidents.length + 1);
    },
    SLOW_MS,
  );
});
