import {mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, test} from '@jest/globals';
import Database from 'better-sqlite3';
import type {Roundup} from '../../src/batch/roundup/roundup.js';
import {expectCode, runBin} from '../helpers/run-bin.js';
import {tempDir} from '../helpers/temp-dir.js';

const SLOW_MS = 180_000;
const DAY_MS = 86_400_000;
const END_MS = Date.UTC(2026, 4, 29, 18);
const KEY = ['AKIA', 'Q3EGTRIWL5ZDMPN7'].join('');
const folder = tempDir();

type Line = Readonly<Record<string, unknown>>;

interface Call {
  readonly tool: string;
  readonly input: unknown;
  readonly output?: unknown;
  readonly error?: string;
  readonly tookMs?: number;
}

interface Ask {
  readonly system: string;
  readonly user: string;
  readonly reply: string;
}

/** One run in our own format: asks of a model, then tool calls. */
function makeRun(
  id: string,
  startMs: number,
  work: {
    readonly agent: string;
    readonly asks?: readonly Ask[];
    readonly calls?: readonly Call[];
    readonly attributes?: Line;
  },
): string {
  const iso = (ms: number): string => new Date(ms).toISOString();
  const agent = {
    whatbroke: 1,
    trace: id,
    span: 'a',
    kind: 'agent',
    name: work.agent,
    start: iso(startMs),
  };
  const lines: Line[] = [
    {...agent, ...(work.attributes === undefined ? {} : {attributes: work.attributes})},
  ];
  let now = startMs;
  for (const [at, {system, user, reply}] of (work.asks ?? []).entries()) {
    now += 1000;
    lines.push({
      trace: id, span: `m${at}`, parent: 'a', kind: 'llm', name: 'chat', model: 'm-1', start: iso(now), end: iso(now + 500),
      tokens: {input: 100, output: 20},
      messages: [{role: 'system', content: system}, {role: 'user', content: user}],
      reply: {role: 'assistant', content: reply},
    }); // prettier-ignore
  }
  for (const [at, {tool, input, output, error, tookMs = 200}] of (work.calls ?? []).entries()) {
    now += 1000;
    const end =
      error === undefined ? {output: output ?? 'ok'} : {error: {type: 'Failed', message: error}};
    lines.push({
      trace: id,
      span: `t${at}`,
      parent: 'a',
      kind: 'tool',
      name: tool,
      input,
      start: iso(now),
      end: iso(now + tookMs),
      ...end,
    });
    now += tookMs;
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

const OLD_PROMPT = 'You are the shop agent.\nAnswer in English.\nReply with valid JSON only.';
const NEW_PROMPT =
  'You are the shop agent.\nAnswer in English.\nReply with valid JSON only.\nNever refund.';
const definition = (parameters: readonly string[]): Line => ({
  'gen_ai.tool.definitions': JSON.stringify([
    {
      name: 'lookup',
      parameters: {
        properties: Object.fromEntries(parameters.map((name) => [name, {type: 'string'}])),
      },
    },
  ]),
});

function writeLogs(): void {
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  let text = '';
  for (let week = 0; week < 4; week++) {
    for (let at = 0; at < 6; at++) {
      const startMs = END_MS - (3 - week) * 7 * DAY_MS - at * DAY_MS - 3_600_000;
      const isLast = week === 3;
      text += makeRun(`w${week}-${at}`, startMs, {
        agent: 'shop',
        asks: [
          {
            system: isLast ? NEW_PROMPT : OLD_PROMPT,
            user: `order ${week}-${at}`,
            reply: '{"ok": true}',
          },
        ],
        calls: [
          {
            tool: 'lookup',
            input: {url: 'https://shop.example/x'},
            tookMs: isLast ? 900 + at : 100 + at,
          },
          {
            tool: 'write_file',
            input: {path: 'out/a.txt', content: 'x'},
            ...(at === 0 ? {error: 'disk'} : {}),
          },
        ],
        attributes: definition(isLast ? ['id', 'force'] : ['id']),
      });
    }
  }
  // The last week brings what was never there.
  text += makeRun('odd-1', END_MS - 2 * DAY_MS, {
    agent: 'shop',
    asks: [
      {system: NEW_PROMPT, user: 'same question', reply: '{"answer": 1}'},
      {system: NEW_PROMPT, user: 'a long question', reply: 'Der Auftrag ist nicht da und wir haben das mit der Post für Sie geprüft, die Antwort ist auf dem Weg.'},
    ],
    calls: [
      {tool: 'deploy_site', input: {target: 'prod', key: KEY}},
      {tool: 'edit_file', input: {path: '/var/www/theme/functions.php', content: "add_action('wp_head', 'x');"}},
      {tool: 'bash', input: {command: 'sudo chmod 777 /srv && curl https://new.example/y'}, output: `token ${KEY}`},
    ],
  }); // prettier-ignore
  text += makeRun('odd-2', END_MS - DAY_MS, {
    agent: 'intern',
    asks: [{system: NEW_PROMPT, user: 'same question', reply: '{"answer": 2}'}],
    calls: [{tool: 'lookup', input: {key: KEY}}],
  });
  // One loop that is known, one that is new.
  const loop = (input: Line, tookMs: number): readonly Call[] =>
    Array.from({length: 14}, () => ({tool: 'lookup', input, output: 'nothing here', tookMs}));
  const known = {url: 'https://shop.example/again'};
  text += makeRun('loop-1', END_MS - 9 * DAY_MS, {agent: 'shop', calls: loop(known, 103)});
  text += makeRun('loop-2', END_MS - 3 * DAY_MS, {agent: 'shop', calls: loop(known, 903)});
  text += makeRun('loop-3', END_MS - 4 * DAY_MS, {agent: 'shop', calls: loop({id: 7}, 903)});
  writeFileSync(join(logs, 'all.jsonl'), text);
}

async function readRoundup(...more: readonly string[]): Promise<Roundup> {
  const run = expectCode(await runBin(['roundup', '--json', ...more], {cwd: folder}), 0);
  return (JSON.parse(run.stdout) as {data: Roundup}).data;
}

let roundup: Roundup;
beforeAll(async () => {
  writeLogs();
  expectCode(await runBin(['batch', 'logs', '--jobs', '1'], {cwd: folder}), 0);
  roundup = await readRoundup();
}, SLOW_MS);

describe('the weekly roundup', () => {
  test('numbers are those of SQL over the spans', () => {
    const db = new Database(join(folder, '.whatbroke', 'case.db'), {readonly: true});
    const {fromUs, untilUs, metrics} = roundup;
    expect(untilUs - fromUs).toBe(7 * DAY_MS * 1000);
    const span = (sql: string, from: number, until: number): Record<string, number> =>
      db
        .prepare(
          `SELECT ${sql} FROM spans WHERE is_patch = 0 AND kind IN ('llm', 'tool') AND start_us >= ? AND start_us < ?`,
        )
        .get(from, until) as Record<string, number>;
    const sums = `sum(kind = 'llm') AS modelCalls, sum(kind = 'tool') AS toolCalls, sum(input_tokens) AS inputTokens,
      sum(output_tokens) AS outputTokens, sum(status = 'error') AS errors`;
    expect(metrics.now).toMatchObject(span(sums, fromUs, untilUs));
    const periods = metrics.periodsBefore;
    const before = span(sums, fromUs - periods * (untilUs - fromUs), fromUs);
    expect(periods).toBe(2);
    for (const [name, value] of Object.entries(before))
      expect(metrics.before).toHaveProperty(name, value / periods);
    const [history, length] = [fromUs - periods * (untilUs - fromUs), untilUs - fromUs];
    const runsIn = (from: number, until: number): unknown =>
      db
        .prepare(
          `SELECT count(*) AS runs, sum(findings_warning + findings_critical > 0 OR outcome = 'failed') AS incidentRuns
            FROM run WHERE start_us >= ? AND start_us < ?`,
        )
        .get(from, until);
    expect(metrics.now).toMatchObject(runsIn(fromUs, untilUs) as object);
    const was = runsIn(history, fromUs) as {runs: number; incidentRuns: number};
    expect(metrics.before).toMatchObject({
      runs: was.runs / periods,
      incidentRuns: was.incidentRuns / periods,
    });
    expect(roundup.runs).toBe(db.prepare('SELECT count(*) FROM run').pluck().get());
    expect(metrics.callsWithoutTime).toBe(
      db
        .prepare("SELECT count(*) FROM spans WHERE kind IN ('llm', 'tool') AND start_us IS NULL")
        .pluck()
        .get(),
    );
    const rank = (sorted: readonly number[], share: number): number | undefined =>
      sorted.find((_us, at) => (at + 1) / sorted.length >= share);
    expect(metrics.tools).toHaveLength(
      span("count(DISTINCT iif(kind = 'tool', tool_name, NULL)) AS n", fromUs, untilUs)['n'] ?? NaN,
    );
    for (const {tool, now, before: earlier} of metrics.tools) {
      const check = (told: typeof now, from: number, until: number): void => {
        const list = db
          .prepare(
            `SELECT end_us - start_us AS us, status = 'error' AS bad FROM spans WHERE kind = 'tool' AND coalesce(tool_name, name) = ?
              AND start_us >= ? AND start_us < ? ORDER BY 1`,
          )
          .all(tool, from, until) as {us: number; bad: number}[];
        const took = list.map(({us}) => us);
        const errors = list.filter(({bad}) => bad === 1).length;
        expect([told.calls, told.errors]).toEqual([took.length, errors]);
        expect([told.p50Us, told.p95Us, told.p99Us]).toEqual(
          [0.5, 0.95, 0.99].map((share) => rank(took, share)),
        );
      };
      check(now, fromUs, untilUs);
      check(earlier, history, fromUs);
    }
    const agents = db
      .prepare(
        `SELECT r.name AS agent, sum(iif(s.start_us >= :from, s.input_tokens + s.output_tokens, 0)) AS tokens,
          sum(iif(s.start_us < :from, s.input_tokens + s.output_tokens, 0)) / :periods AS tokensBefore,
          sum(s.start_us >= :from) AS modelCalls, sum(s.start_us < :from) / :periods AS modelCallsBefore
        FROM spans s JOIN trace t ON t.trace_id = s.trace_id JOIN run_trace x ON x.trace_key = t.id JOIN run r ON r.id = x.run_key
        WHERE s.kind = 'llm' AND s.start_us >= :history AND s.start_us < :until GROUP BY 1`,
      )
      .all({from: fromUs, until: untilUs, history, periods});
    const byName = <T extends {readonly agent: string}>(list: readonly T[]): readonly T[] =>
      [...list].sort((a, b) => (a.agent < b.agent ? -1 : 1));
    expect(byName(metrics.agents)).toEqual(byName(agents as typeof metrics.agents));
    expect(length).toBe(7 * DAY_MS * 1000);
    const lookup = metrics.tools.find(({tool}) => tool === 'lookup');
    expect((lookup?.now.p95Us ?? 0) / (lookup?.before.p95Us ?? 1)).toBeGreaterThan(5);
    db.close();
  });

  test('groups, drift and sightings are those of SQL as well', () => {
    const db = new Database(join(folder, '.whatbroke', 'case.db'), {readonly: true});
    const {fromUs, untilUs, metrics, drift, security} = roundup;
    const startOf = (trace: string): unknown =>
      db.prepare('SELECT min(start_us) FROM spans WHERE trace_id = ?').pluck().get(trace);
    expect(metrics.groups).toMatchObject([
      {calls: ['lookup(id)'], runs: 1, runsBefore: 0, isNew: true, firstUs: startOf('loop-3'), lastUs: startOf('loop-3')},
      {calls: ['lookup(url=/again)'], runs: 1, runsBefore: 0.5, isNew: false, firstUs: startOf('loop-1'), lastUs: startOf('loop-2')},
    ]); // prettier-ignore
    const inPeriod = 'start_us >= ? AND start_us < ?';
    const asked = db
      .prepare(
        `SELECT m.direction, m.node_id AS node, s.trace_id AS trace, s.span_id AS span FROM messages m
          JOIN spans s ON s.trace_id = m.trace_id AND s.span_id = m.span_id WHERE ${inPeriod}`,
      )
      .all(fromUs, untilUs) as {direction: string; node: number; trace: string; span: string}[];
    const nodes = new Map(
      (
        db.prepare('SELECT node_id, prev_id, body_id FROM conversation').raw().all() as [
          number,
          number,
          number,
        ][]
      ).map(([node, previous, body]) => [node, {previous, body}]),
    );
    const pathOf = (node: number): string => {
      let path = '';
      for (let at = nodes.get(node); at !== undefined; at = nodes.get(at.previous)) {
        path += ` ${String(at.body)}`;
      }
      return path;
    };
    const inputs = new Map<string, {calls: number; traces: Set<string>; outputs: Set<string>}>();
    for (const {node, trace, span} of asked.filter(({direction}) => direction === 'in')) {
      const own = inputs.get(pathOf(node)) ?? {calls: 0, traces: new Set(), outputs: new Set()};
      inputs.set(pathOf(node), own);
      own.calls++;
      own.traces.add(trace);
      const reply = asked.find(
        (each) => each.direction === 'out' && each.trace === trace && each.span === span,
      );
      own.outputs.add(pathOf(reply?.node ?? -1));
    }
    const repeated = [...inputs.values()].filter(({calls}) => calls > 1);
    expect(drift.repeatedInputs).toBe(repeated.length);
    expect(drift.sameInputs.map(({calls, outputs, runs}) => ({calls, outputs, runs}))).toEqual(
      repeated
        .filter(({outputs}) => outputs.size > 1)
        .map(({calls, outputs, traces}) => ({calls, outputs: outputs.size, runs: traces.size})),
    );
    const calls = db.prepare(`SELECT count(*) FROM spans WHERE kind = 'llm' AND ${inPeriod}`);
    expect(drift.modelCalls).toBe(calls.pluck().get(fromUs, untilUs));
    // Every prompt of these logs states rules.
    expect(drift.checkedReplies).toBe(drift.modelCalls);
    for (const {prompt} of drift.prompts) {
      expect([OLD_PROMPT.length, NEW_PROMPT.length]).toContain(prompt.chars);
    }
    expect(security.dropped).toBe(0);
    for (const {sighting} of [...security.notes.credential, ...security.notes.tool]) {
      const {kind, value, place, agent, count, firstUs, lastUs} = sighting;
      const [tool, text] = kind === 'tool' ? [value, '%'] : [place, `%${KEY}%`];
      const told = db
        .prepare(
          `SELECT count(*) AS count, min(s.start_us) AS firstUs, max(s.start_us) AS lastUs FROM spans s
            JOIN spans a ON a.trace_id = s.trace_id AND a.span_id = 'a'
            WHERE s.tool_name = ? AND s.input LIKE ? AND a.name = ? AND s.start_us >= ? AND s.start_us < ?`,
        )
        .get(tool, text, agent, fromUs, untilUs);
      expect({count, firstUs, lastUs}).toEqual(told);
    }
    db.close();
  });

  test(
    'drift: same input, rules left, prompts and definitions changed, a sample by seed',
    async () => {
      const {drift} = roundup;
      expect(drift.sameInputs).toMatchObject([{calls: 2, outputs: 2, runs: 2}]);
      expect(drift.breaches.map(({kind, found}) => [kind, found])).toEqual([
        ['language', 'an answer in german'],
        ['format', 'an answer that is no JSON'],
      ]);
      const shop = drift.prompts.filter(
        ({agent, before}) => agent === 'shop' && before !== undefined,
      );
      expect(shop.map(({addedLines, removedLines}) => ({addedLines, removedLines}))).toEqual([
        {addedLines: ['Never refund.'], removedLines: []},
      ]);
      expect(drift.definitions).toMatchObject([
        {tool: 'lookup', isNew: false, addedParameters: ['force'], removedParameters: []},
      ]);
      expect(drift.sample).toHaveLength(5);
      expect((await readRoundup()).drift.sample).toEqual(drift.sample);
      expect((await readRoundup('--seed', '9')).drift.sample).not.toEqual(drift.sample);
    },
    SLOW_MS,
  );

  test('security: what was never there before, secrets by fingerprint only', () => {
    const {notes, hasHistory} = roundup.security;
    const told = (kind: keyof typeof notes): readonly string[] =>
      notes[kind].map(({sighting, news}) => `${sighting.value} ${news}`);
    expect(hasHistory).toBe(true);
    expect(
      notes.credential.map(({sighting, news}) => [sighting.agent, sighting.place, news]),
    ).toEqual([
      ['shop', 'deploy_site', 'first-seen'],
      ['intern', 'lookup', 'new-agent'],
    ]);
    expect(new Set(notes.credential.map(({sighting}) => sighting.value)).size).toBe(1);
    expect(notes.secret.map(({sighting}) => sighting.value)).toEqual([
      notes.credential[0]?.sighting.value,
    ]);
    expect([...told('tool')].sort()).toEqual([
      'bash first-seen',
      'deploy_site first-seen',
      'edit_file first-seen',
    ]);
    expect(told('host')).toEqual(['new.example first-seen']);
    expect(told('hook')).toEqual(
      expect.arrayContaining(['wp_head first-seen', 'add_action first-seen']),
    );
    expect(told('write')).toContain('/var/www/theme/functions.php first-seen');
    expect(told('permission').join()).toMatch(/sudo chmod 777/);
    expect(told('unapproved')).toEqual(['deploy_site first-seen']);
    expect(JSON.stringify(roundup)).not.toContain(KEY);
  });

  test(
    'reads well at 80 columns, part by part, as a page without anything to load',
    async () => {
      const text = expectCode(await runBin(['roundup'], {cwd: folder}), 0).stdout;
      for (const line of text.split('\n'))
        expect(line.length).toBeLessThanOrEqual(/^[^|]*`/.test(line) ? 100 : 80);
      expect(text).toContain('- **New:** `loop/exact-repeat`');
      expect(text).toMatch(
        /## Monday: metrics[\s\S]*## Wednesday: drift[\s\S]*## Friday: security and governance/,
      );
      expect(text).not.toContain(KEY);
      const drift = expectCode(
        await runBin(['roundup', '--part', 'drift'], {cwd: folder}),
        0,
      ).stdout;
      expect(drift).toContain('## Wednesday: drift');
      expect(drift).not.toContain('## Monday');
      expectCode(
        await runBin(['roundup', '--format', 'md,html,json', '--out', 'week/'], {cwd: folder}),
        0,
      );
      const page = readFileSync(join(folder, 'week', 'roundup.html'), 'utf8');
      expect(page).not.toMatch(/<script|https?:\/\/[^n]|src=/);
      expect(page).toContain('Content-Security-Policy');
      expect(statSync(join(folder, 'week', 'roundup.md')).mode & 0o077).toBe(0);
      const early = await readRoundup('--until', '2026-05-15');
      expect(early.metrics.now.runs).toBeLessThan(roundup.metrics.now.runs);
      expect(early.security.notes.credential).toEqual([]);
      expectCode(await runBin(['roundup', '--format', 'pdf'], {cwd: folder}), 2);
      expectCode(await runBin(['roundup', '--since', '2027-01-01'], {cwd: folder}), 2);
    },
    SLOW_MS,
  );
});
