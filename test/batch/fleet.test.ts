import {readFileSync, writeFileSync} from 'node:fs';
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

function readPlanted(): Readonly<Record<string, readonly string[]>> {
  return JSON.parse(readFileSync(join(folder, 'planted.json'), 'utf8')) as Record<string, string[]>;
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
    const planted = readPlanted();
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
    const [rest] = rows(
      `SELECT sum(NOT ${bad} AND outcome <> 'failed' AND steps > 0) AS healthy,
        coalesce(sum(NOT ${bad} AND outcome = 'failed'), 0) AS failed FROM run`,
    );
    expect([fleet.healthyRuns, fleet.failedOnly]).toEqual([rest?.['healthy'], rest?.['failed']]);
    const week = String(7 * 86_400 * 1_000_000);
    const inWeek = (back: number): string => {
      const end = `${String(fleet.lastUs)} - ${String(back)} * ${week}`;
      return `(start_us > ${end} - ${week} AND start_us <= ${end})`;
    };
    /** The seven numbers of a row, over runs of which `mark` tells the incidents. */
    const counts = (mark: string): string =>
      `count(*) AS runs, sum(${mark}) AS incidents, sum(${mark} AND findings_critical > 0) AS critical,
        sum(${inWeek(0)}) AS lastWeekRuns, sum(${inWeek(0)} AND ${mark}) AS lastWeekIncidents,
        sum(${inWeek(1)}) AS weekBeforeRuns, sum(${inWeek(1)} AND ${mark}) AS weekBeforeIncidents`;
    const order = 'GROUP BY label ORDER BY incidents DESC, runs DESC, label';
    /** Rows over `from`, which holds a run and its `label`. */
    const told = (from: string, mark = bad): readonly object[] =>
      rows(`SELECT label AS name, ${counts(mark)} FROM (${from}) ${order}`);
    expect(fleet.byAgent).toEqual(
      told("SELECT coalesce(name, json_extract(agents, '$[0]')) AS label, * FROM run"),
    );
    expect(fleet.byRule).toEqual(
      told(
        `SELECT DISTINCT f.rule AS label, r.* FROM finding f JOIN run r ON r.id = f.run_key WHERE f.severity <> 'info'`,
      ),
    );
    // A generated file is one run.
    const ofSpans = (label: string, kind: string): string =>
      `SELECT DISTINCT ${label} AS label, r.* FROM spans s JOIN run r ON json_extract(r.sources, '$[0]') = s.source
        WHERE s.kind = '${kind}' AND ${label} IS NOT NULL`;
    expect(fleet.byModel).toEqual(told(ofSpans('s.model', 'llm')));
    const tools = {
      'search-again': ['search_flights'],
      'edit-and-test': ['edit_file', 'run_tests'],
      'fetch-and-parse': ['fetch_page', 'parse_page'],
      'read-again': ['read_config'],
      'retry-forbidden': ['post_account'],
    };
    const planted = readPlanted();
    const marks = Object.entries(tools).flatMap(([name, own]) =>
      (planted[name] ?? []).flatMap((file) =>
        own.map((tool) => `'${join(folder, 'logs', file)} ${tool}'`),
      ),
    );
    expect(fleet.byTool).toEqual(
      told(
        ofSpans('coalesce(s.tool_name, s.name)', 'tool'),
        `(json_extract(sources, '$[0]') || ' ' || label IN (${marks.join(',')}))`,
      ),
    );
    const version = `CASE json_extract(formats, '$[0]')
      WHEN 'otlp-json' THEN '1.0.0' WHEN 'claude-code' THEN '2.1.39' WHEN 'codex' THEN '0.77.0' END`;
    expect(fleet.byVersion).toEqual(
      told(`SELECT ${version} AS label, * FROM run WHERE ${version} IS NOT NULL`),
    );
    const monday = "date(start_us / 1000000, 'unixepoch', '-6 days', 'weekday 1')";
    expect(fleet.byWeek).toEqual(
      rows(
        `SELECT label AS name, ${counts(bad)} FROM (SELECT ${monday} AS label, * FROM run) GROUP BY label ORDER BY label`,
      ),
    );
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
    for (const {run, agent, values, ratios} of fleet.incidents) {
      const [own] = rows(`SELECT steps, llm_calls + tool_calls AS calls, max_depth AS depth, end_us - start_us AS durationUs,
        iif(input_tokens IS NULL AND output_tokens IS NULL, NULL, coalesce(input_tokens, 0) + coalesce(output_tokens, 0)) AS tokens
        FROM run WHERE run_id = '${run}'`); // prettier-ignore
      const usual = fleet.baselines.find((baseline) => baseline.agent === agent)?.metrics ?? {};
      for (const metric of ['steps', 'calls', 'tokens', 'depth', 'durationUs'] as const) {
        expect(values[metric]).toBe(own?.[metric] ?? undefined);
        const [value, median] = [values[metric], usual[metric]?.median ?? 0];
        if (value === undefined || median === 0) expect(ratios[metric]).toBeUndefined();
        else expect(ratios[metric]).toBeCloseTo(value / median, 10);
      }
    }
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
      const fail = ['fleet', '--json', '--fail-on', 'warning'];
      expectCode(await runBin([...fail, '--write-known', 'known.json'], {cwd: folder}), 0);
      expectCode(await runBin([...fail, '--known', 'known.json'], {cwd: folder}), 0);
      writeFileSync(
        join(folder, 'fewer.json'),
        readFileSync(join(folder, 'known.json'), 'utf8').replace(first?.id ?? '?', 'another'),
      );
      const news = expectCode(await runBin([...fail, '--known', 'fewer.json'], {cwd: folder}), 1);
      const {data} = JSON.parse(news.stdout) as {data: Fleet};
      expect(data.groups.filter(({isKnown}) => !isKnown).map(({id}) => id)).toEqual([first?.id]);
      expectCode(await runBin([...fail, '--known', 'planted.json'], {cwd: folder}), 2);
      const csv = expectCode(await runBin(['fleet', '--format', 'csv'], {cwd: folder}), 0).stdout;
      expect(csv.trimEnd().split('\r\n')).toHaveLength(after.incidents.length + 1);
    },
    SLOW_MS,
  );
});
