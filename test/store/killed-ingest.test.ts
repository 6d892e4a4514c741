import {spawn} from 'node:child_process';
import {existsSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import {CaseWriter} from '../../src/store/case-writer.js';
import {ingest, spanFact, textMessage, withTempFolder} from './memory-source.js';

const root = join(import.meta.dirname, '../..');
const child = join(import.meta.dirname, 'ingest-child.mjs');
const isBuilt = existsSync(join(root, 'dist/src/store/case-writer.js'));
const testBuilt = isBuilt ? test : test.skip;
const TIMEOUT_MS = 120_000;

/** 24,000 facts: five transactions, with bodies and conversations that later facts share. */
function buildFacts(): Fact[] {
  const facts: Fact[] = [];
  for (let call = 0; call < 8000; call++) {
    const spanId = `s${String(call)}`;
    facts.push(
      spanFact({spanId, kind: 'llm', startUs: call, input: `q${String(call % 50)}`}, call),
    );
    facts.push({
      kind: 'messages',
      traceId: 't1',
      spanId,
      direction: 'in',
      list: {
        id: call,
        ...(call === 0 ? {} : {base: {id: call - 1, keep: call}, release: [call - 1]}),
        add: [textMessage('user', `turn ${String(call)}`)],
      },
      at: {kind: 'bytes', offset: call, length: 1},
    });
    facts.push({
      kind: 'diagnostic',
      diagnostic: {code: 'odd', severity: 'notice', message: `odd ${String(call)}`},
    });
  }
  return facts;
}

/** What any query can see, without numbers that depend on how often it was tried. */
function dump(writer: CaseWriter): unknown {
  const {db} = writer;
  return {
    spans: db.prepare('SELECT span_id, kind, start_us, input, at_offset FROM spans').all(),
    messages: db
      .prepare(
        'SELECT m.span_id, m.message_count, c.message FROM messages m JOIN conversation c USING (node_id)',
      )
      .all(),
    diagnostics: db.prepare('SELECT code, count FROM diagnostic_counts').all(),
    sources: db.prepare('SELECT records_present, records_read FROM sources').all(),
    bodies: db.prepare('SELECT sha256, text FROM bodies ORDER BY sha256').all(),
    nodes: db.prepare('SELECT count(*), max(depth) FROM conversation').get(),
  };
}

/** Runs the child and kills it right after it has said `at`; resolves with what it said. */
function runChild(args: readonly string[], at?: string, delayMs = 0): Promise<string[]> {
  const running = spawn(process.execPath, [child, ...args], {stdio: ['ignore', 'pipe', 'inherit']});
  const said: string[] = [];
  createInterface({input: running.stdout}).on('line', (line) => {
    said.push(line);
    if (line === at) setTimeout(() => running.kill('SIGKILL'), delayMs);
  });
  return new Promise((resolve) => {
    running.on('close', () => {
      resolve(said);
    });
  });
}

testBuilt(
  'a process killed at any moment leaves a case that opens, and a second ingest completes it',
  async () => {
    const facts = buildFacts();
    const source = {text: 'the file', facts};
    const reference = CaseWriter.open(':memory:');
    await ingest(reference, source);
    const wanted = dump(reference);
    const moments: readonly (readonly [string, number])[] = [
      ['open', 0],
      ['new', 0],
      ['written 3', 0],
      ['written 12', 1],
      ['written 30', 0],
      ['written 47', 2],
      ['finishing', 0],
      ['finishing', 4],
    ];
    for (const [moment, delayMs] of moments) {
      await withTempFolder(async (folder) => {
        const casePath = join(folder, 'case.db');
        const factsPath = join(folder, 'facts.json');
        writeFileSync(factsPath, JSON.stringify(facts));
        const said = await runChild([casePath, factsPath, source.text], moment, delayMs);
        const isFinished = said.includes('finished');

        const writer = CaseWriter.open(casePath);
        expect(writer.db.pragma('integrity_check', {simple: true})).toBe('ok');
        const seen = writer.db.prepare('SELECT count(*) FROM spans').pluck().get();
        // Killed within finish, it may or may not have been committed; never in part.
        if (!isFinished && seen !== 0) expect(moment).toBe('finishing');
        expect([0, 8000]).toContain(seen);
        const again = await ingest(writer, source);
        expect(again).toBe(seen === 0 ? 'new' : 'unchanged');
        expect(dump(writer)).toEqual(wanted);
        expect(await ingest(writer, source)).toBe('unchanged');
        expect(writer.db.pragma('foreign_key_check')).toEqual([]);
        writer.close();
        expect(readdirSync(folder).sort()).toEqual(['case.db', 'facts.json']);
      });
    }
    reference.close();
  },
  TIMEOUT_MS,
);

testBuilt(
  'a second process says that the case is being written, or waits',
  async () => {
    await withTempFolder(async (folder) => {
      const casePath = join(folder, 'case.db');
      const factsPath = join(folder, 'facts.json');
      writeFileSync(factsPath, JSON.stringify([spanFact({spanId: 'a'})]));
      const writer = CaseWriter.open(casePath);
      const refused = await runChild([casePath, factsPath, 'text']);
      expect(refused).toEqual([
        `error UserError: ${casePath}: another process is writing this case`,
      ]);
      const waiting = runChild([casePath, factsPath, 'text', '60000']);
      await new Promise((resolve) => setTimeout(resolve, 500));
      await ingest(writer, {path: '/logs/b', text: 'b', facts: [spanFact({spanId: 'b'})]});
      writer.close();
      const said = await waiting;
      expect(said.at(-1)).toBe('closed');
      const after = CaseWriter.open(casePath);
      expect(after.db.prepare('SELECT span_id FROM spans ORDER BY 1').pluck().all()).toEqual([
        'a',
        'b',
      ]);
      after.close();
    });
  },
  TIMEOUT_MS,
);

if (!isBuilt) test.skip('tests that kill a process (skipped: dist is not built)', () => undefined);
