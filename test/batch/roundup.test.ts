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
    const runs = db
      .prepare('SELECT count(*) FROM run WHERE start_us >= ? AND start_us < ?')
      .pluck();
    expect(metrics.now.runs).toBe(runs.get(fromUs, untilUs));
    for (const {tool, now} of metrics.tools) {
      const took = db
        .prepare(
          `SELECT end_us - start_us AS us FROM spans WHERE kind = 'tool' AND coalesce(tool_name, name) = ? AND start_us >= ? AND start_us < ? ORDER BY 1`,
        )
        .pluck()
        .all(tool, fromUs, untilUs) as number[];
      expect(now.calls).toBe(took.length);
      const rank = (share: number): number | undefined =>
        took.find((_us, at) => (at + 1) / took.length >= share);
      expect([now.p50Us, now.p95Us, now.p99Us]).toEqual([rank(0.5), rank(0.95), rank(0.99)]);
    }
    const lookup = metrics.tools.find(({tool}) => tool === 'lookup');
    expect((lookup?.now.p95Us ?? 0) / (lookup?.before.p95Us ?? 1)).toBeGreaterThan(5);
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
        expect(line.length).toBeLessThanOrEqual(line.includes('`') ? 100 : 80);
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
