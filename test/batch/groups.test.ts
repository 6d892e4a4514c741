import {cpSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, test} from '@jest/globals';
import {runBatch, type BatchSummary} from '../../src/batch/batch.js';
import {buildFleet} from '../../src/batch/fleet/build-fleet.js';
import type {Fleet, FleetGroup, FleetRun} from '../../src/batch/fleet/fleet.js';
import {markKnown, readKnownGroups, writeKnownGroups} from '../../src/batch/fleet/known-groups.js';
import {SURVEY_VERSION, type RunSurvey} from '../../src/batch/survey/survey.js';
import {startInProcess} from '../../src/batch/worker/start-in-process.js';
import type {JsonValue} from '../../src/model/json.js';
import {CaseReader} from '../../src/store/case-reader.js';
import {CaseWriter} from '../../src/store/case-writer.js';
import {readSurveys} from '../../src/store/run-surveys.js';
import {tempDir} from '../helpers/temp-dir.js';

const SLOW_MS = 120_000;
const DAY_MS = 86_400_000;
const LAST_MS = Date.UTC(2026, 2, 20, 12);
const folder = tempDir();
const logs = join(folder, 'logs');
const casePath = join(folder, 'case.db');

interface Call {
  readonly tool: string;
  readonly input: unknown;
  readonly output?: unknown;
  readonly error?: {readonly type: string; readonly message: string};
}

/** One run in our own format. */
function makeRun(
  id: string,
  daysBack: number,
  {calls, agent = 'clerk', outcome}: {calls: readonly Call[]; agent?: string; outcome?: string},
): string {
  const startMs = LAST_MS - daysBack * DAY_MS;
  const iso = (at: number): string => new Date(startMs + at * 1000).toISOString();
  const lines: object[] = [
    {whatbroke: 1, trace: id, span: 'a', kind: 'agent', name: agent, start: iso(0)},
    ...calls.map(({tool, ...rest}, at) => ({
      ...{trace: id, span: `t${String(at)}`, parent: 'a', kind: 'tool', name: tool},
      ...{start: iso(at + 1), end: iso(at + 1.5), ...rest},
    })),
    ...(outcome === undefined ? [] : [{trace: id, outcome, saidBy: 'nightly check'}]),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

const repeat = (call: Call): readonly Call[] => Array.from({length: 14}, () => call);
const broken = {type: 'HTTPError', message: '502 Bad Gateway'};
const healthyRun = (at: number): string =>
  makeRun(`ok-${String(at)}`, at % 60, {
    calls: [
      {tool: 'find', input: {id: `k${String(at)}`}, output: `row ${String(at)}`},
      {tool: 'save', input: {id: `k${String(at)}`}, output: 'saved'},
    ],
    outcome: 'succeeded',
  });

function writeLogs(): void {
  mkdirSync(logs);
  const fetch = (id: string, host: string): readonly Call[] =>
    repeat({tool: 'get', input: {url: `https://${host}/orders/${id}`}, output: 'an empty page'});
  const runs = {
    // One pattern: other ids, hosts, times and agents.
    'one-1': makeRun('f2c9a1de', 1, {calls: fetch('8812734', 'eu-1.example')}),
    'one-2': makeRun('0b77e3aa', 9, {calls: fetch('5512', 'us-4.example'), agent: 'buyer'}),
    // The same rule by other calls.
    'two-1': makeRun('two', 2, {
      calls: repeat({tool: 'look', input: {job: 7}, output: 'nothing here'}),
    }),
    // Failed without a finding: by a call that nothing made good, and by judgement alone.
    'open-1': makeRun('open-1', 3, {
      calls: [
        {tool: 'find', input: {id: 1}, output: 'x'},
        {tool: 'pay', input: {id: 1}, error: broken},
      ],
      outcome: 'failed',
    }),
    'healed-1': makeRun('healed-1', 3, {
      calls: [
        {tool: 'pay', input: {id: 2}, error: broken},
        {tool: 'pay', input: {id: 2}, output: 'paid'},
      ],
      outcome: 'failed',
    }),
    'healed-2': makeRun('healed-2', 4, {
      calls: [{tool: 'find', input: {id: 3}, output: 'x'}],
      outcome: 'failed',
    }),
  };
  for (const [name, text] of Object.entries(runs)) {
    writeFileSync(join(logs, `${name}.jsonl`), text);
  }
  writeFileSync(join(logs, 'healthy.jsonl'), healthyRun(0) + healthyRun(1));
}

async function batch(path: string): Promise<BatchSummary> {
  const writer = CaseWriter.open(casePath);
  try {
    return await runBatch({
      paths: [path],
      casePath,
      writer,
      startWorker: startInProcess,
      workers: 1,
      tool: '1.0.0',
      signal: new AbortController().signal,
      tell: () => undefined,
    });
  } finally {
    writer.close();
  }
}

async function readFleet(): Promise<Fleet> {
  const reader = CaseReader.open(casePath);
  try {
    const summaries = new Map((await reader.runs()).map((run) => [run.id, run]));
    const runs: FleetRun[] = [];
    for (const {runId, data} of readSurveys(casePath, SURVEY_VERSION)) {
      const summary = summaries.get(runId);
      if (summary !== undefined) runs.push({summary, survey: JSON.parse(data) as RunSurvey});
    }
    return buildFleet(runs);
  } finally {
    await reader.close();
  }
}

let fleet: Fleet;
beforeAll(async () => {
  writeLogs();
  const {counts} = await batch(logs);
  expect(counts).toEqual({found: 7, read: 7, unchanged: 0, skipped: 0});
  fleet = await readFleet();
}, SLOW_MS);

const tell = ({rule, calls, runs}: FleetGroup): string =>
  `${String(runs.length)} ${rule}: ${calls.join(', ')}`;

describe('groups of runs that failed the same way', () => {
  test('one pattern is one group, whatever its ids, hosts and times; another pattern another', () => {
    expect(fleet.groups.map(tell).sort()).toEqual([
      '1 loop/exact-repeat: look(job)',
      '1 outcome/failed: pay(id) -> error 502',
      '2 loop/exact-repeat: get(url=/orders/<id>)',
      '2 outcome/failed: clerk: no call is left failed; judged by nightly check',
    ]);
    const [repeated] = fleet.groups.filter(({calls}) => calls.join().startsWith('get('));
    expect(repeated?.agents).toEqual(['buyer', 'clerk']);
    expect(fleet.healthyRuns).toBe(2);
  });

  test(
    'a thousand more healthy runs change no group: neither its id, nor its pattern, nor its runs',
    async () => {
      let text = '';
      for (let at = 2; at < 1002; at++) text += healthyRun(at);
      writeFileSync(join(logs, 'healthy.jsonl'), text);
      const {counts} = await batch(logs);
      expect(counts).toMatchObject({read: 1, unchanged: 6});
      const after = await readFleet();
      expect(after.runs).toBe(1006);
      expect(after.healthyRuns).toBe(1000);
      expect(after.groups.map(({id, runs, calls}) => ({id, runs, calls}))).toEqual(
        fleet.groups.map(({id, runs, calls}) => ({id, runs, calls})),
      );
    },
    SLOW_MS,
  );

  test('known groups: marked and last, with the words of a person, which a new file keeps', () => {
    const [first, second] = fleet.groups;
    const known = [{id: second?.id ?? '', why: 'waits for the vendor'}, {id: 'gone00000000'}];
    const marked = markKnown(fleet.groups, known);
    expect(marked.at(-1)).toMatchObject({id: second?.id, isKnown: true, why: known[0]?.why});
    expect(marked[0]).toMatchObject({id: first?.id, isKnown: false});
    const text = writeKnownGroups(fleet.groups, known);
    const back = readKnownGroups(JSON.parse(text) as JsonValue);
    expect(back?.map(({id}) => id)).toEqual(
      [...fleet.groups.map(({id}) => id), 'gone00000000'].sort(),
    );
    expect(back?.filter(({why}) => why !== undefined)).toEqual([known[0]]);
    for (const wrong of [undefined, [], {schema: 'x', groups: []}, {groups: [{}]}]) {
      expect(readKnownGroups(wrong as JsonValue | undefined)).toBeUndefined();
    }
    const schema = 'whatbroke/known-groups/1';
    expect(readKnownGroups({schema, groups: [{why: 'no id'}]})).toBeUndefined();
  });
});

test('a log that is a folder is read as one inside any folder, and all of its files are counted', async () => {
  const samples = join(import.meta.dirname, '../../samples/formats/openhands-conversation');
  cpSync(samples, join(folder, 'mixed', 'deep'), {recursive: true});
  writeFileSync(join(folder, 'mixed', 'note.txt'), 'no log\n');
  writeFileSync(join(folder, 'mixed', 'run.jsonl'), healthyRun(2000));
  const {counts, skipped} = await batch(join(folder, 'mixed'));
  expect(skipped.map(({path}) => path)).toEqual([join(folder, 'mixed', 'note.txt')]);
  expect(counts).toMatchObject({skipped: 1, unchanged: 0});
  expect(counts.found).toBe(counts.read + 1);
  const again = await batch(join(folder, 'mixed'));
  expect(again.counts).toEqual({...counts, read: 0, unchanged: counts.read});
});
