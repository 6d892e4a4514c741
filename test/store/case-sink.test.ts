import {expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import {CaseWriter} from '../../src/store/case-writer.js';
import {ingest, spanFact, textMessage, toCandidate, withTempFolder} from './memory-source.js';

const A = spanFact({spanId: 'a', startUs: 1, endUs: 5, input: {q: 1}, output: 'found'}, 0);
const B = spanFact({spanId: 'b', startUs: 6, endUs: 9, input: {q: 1}, output: 'found'}, 10);

function readSpanIds(writer: CaseWriter): unknown[] {
  return writer.db.prepare('SELECT span_id FROM spans ORDER BY fact_id').pluck().all();
}

function count(writer: CaseWriter, table: 'body' | 'span_fact' | 'conversation_node'): unknown {
  const sql = {
    body: 'SELECT count(*) FROM body',
    span_fact: 'SELECT count(*) FROM span_fact',
    conversation_node: 'SELECT count(*) FROM conversation_node',
  };
  return writer.db.prepare(sql[table]).pluck().get();
}

test('a file ingested twice changes nothing', async () => {
  const writer = CaseWriter.open(':memory:');
  const source = {text: 'a\nb\n', facts: [A, B]};
  expect(await ingest(writer, source)).toBe('new');
  expect(await ingest(writer, source)).toBe('unchanged');
  const again = await writer.beginSource(toCandidate(source));
  expect(again).toEqual({kind: 'unchanged', counts: {present: 2, read: 2, refused: 0}});
  expect(readSpanIds(writer)).toEqual(['a', 'b']);
  writer.close();
});

test('equal bodies are stored once, whatever the span', async () => {
  const writer = CaseWriter.open(':memory:');
  await ingest(writer, {text: 'ab', facts: [A, B]});
  expect(count(writer, 'body')).toBe(2);
  expect(writer.db.prepare('SELECT DISTINCT input, output FROM spans').all()).toEqual([
    {input: '{"q":1}', output: 'found'},
  ]);
  writer.close();
});

test('a grown file adds only what is new, and its torn tail no longer holds', async () => {
  const writer = CaseWriter.open(':memory:');
  const tornTail = {code: 'torn-last-line', severity: 'data-loss', message: 'cut off'} as const;
  const checkpoint: Fact = {kind: 'checkpoint', state: {open: ['a']}};
  await ingest(writer, {text: 'a\nb', facts: [A, checkpoint], tornTail, tornBytes: 1, present: 1});
  const grown = {text: 'a\nbb\n', facts: [B], present: 1};
  const start = await writer.beginSource(toCandidate(grown));
  expect(start).toMatchObject({kind: 'grown', resume: {offset: 2, line: 2, state: {open: ['a']}}});
  if (start.kind === 'grown') await start.session.abandon();
  expect(writer.db.prepare('SELECT records_refused FROM sources').pluck().all()).toEqual([1]);
  expect(await ingest(writer, grown)).toBe('grown');
  expect(readSpanIds(writer)).toEqual(['a', 'b']);
  expect(writer.db.prepare('SELECT records_present, records_refused FROM sources').all()).toEqual([
    {records_present: 1, records_refused: 0},
    {records_present: 1, records_refused: 0},
  ]);
  expect(await ingest(writer, grown)).toBe('unchanged');
  writer.close();
});

test('a one-line document that grew into lines is read anew: its places were of another kind', async () => {
  const writer = CaseWriter.open(':memory:');
  await ingest(writer, {text: 'a\n', facts: [A], container: 'json-document'});
  expect(await ingest(writer, {text: 'a\nb\n', facts: [A, B]})).toBe('rewritten');
  expect(readSpanIds(writer)).toEqual(['a', 'b']);
  writer.close();
});

test('a rewritten file, or a newer parser, supersedes the old facts', async () => {
  const writer = CaseWriter.open(':memory:');
  await ingest(writer, {text: 'a\nb\n', facts: [A, B]});
  expect(await ingest(writer, {text: 'b\n', facts: [B]})).toBe('rewritten');
  expect(readSpanIds(writer)).toEqual(['b']);
  expect(await ingest(writer, {text: 'b\n', facts: [A], parserVersion: 2})).toBe('rewritten');
  expect(readSpanIds(writer)).toEqual(['a']);
  writer.close();
});

test('an abandoned session leaves the version before it, and memory forgets its bodies', async () => {
  const writer = CaseWriter.open(':memory:');
  await ingest(writer, {text: 'a\n', facts: [A]});
  const start = await writer.beginSource(toCandidate({text: 'x', facts: []}));
  if (start.kind === 'unchanged') throw new Error('expected a session');
  await start.session.write([spanFact({spanId: 'z', input: 'only here'})]);
  await start.session.abandon();
  expect(readSpanIds(writer)).toEqual(['a']);
  await ingest(writer, {
    path: '/logs/z',
    text: 'z',
    facts: [spanFact({spanId: 'z', input: 'only here'})],
  });
  expect(writer.db.prepare("SELECT input FROM spans WHERE span_id = 'z'").pluck().all()).toEqual([
    'only here',
  ]);
  expect(writer.db.pragma('foreign_key_check')).toEqual([]);
  writer.close();
});

test('10,000 growing calls make rows linear in new messages', async () => {
  const writer = CaseWriter.open(':memory:');
  const facts: Fact[] = [];
  const calls = 10_000;
  for (let call = 1; call <= calls; call++) {
    const spanId = `s${String(call)}`;
    facts.push(spanFact({spanId, kind: 'llm', startUs: call}, call));
    facts.push({
      kind: 'messages',
      traceId: 't1',
      spanId,
      direction: 'in',
      list: {
        id: call,
        ...(call === 1 ? {} : {base: {id: call - 1, keep: 2 * call - 3}, release: [call - 1]}),
        add:
          call === 1
            ? [textMessage('user', 'start')]
            : [textMessage('assistant', `a${spanId}`), textMessage('user', 'go on')],
      },
      at: {kind: 'bytes', offset: call, length: 1},
    });
  }
  await ingest(writer, {text: 'x', facts});
  expect(count(writer, 'conversation_node')).toBe(2 * calls - 1);
  expect(count(writer, 'body')).toBe(calls + 1);
  expect(writer.db.prepare('SELECT max(message_count) FROM messages').pluck().get()).toBe(
    2 * calls - 1,
  );
  writer.close();
});

test('a resumed file may continue a conversation of the earlier ingest by its span', async () => {
  const writer = CaseWriter.open(':memory:');
  const at = {kind: 'bytes', offset: 0, length: 1} as const;
  const first: Fact = {
    kind: 'messages',
    traceId: 't1',
    spanId: 'a',
    direction: 'in',
    list: {id: 1, add: [textMessage('system', 's'), textMessage('user', 'u')]},
    at,
  };
  await ingest(writer, {text: 'a\n', facts: [first]});
  const base = {traceId: 't1', spanId: 'a', direction: 'in', keep: 2} as const;
  const second: Fact = {
    ...first,
    spanId: 'b',
    list: {id: 1, base, add: [textMessage('assistant', 'x')]},
  };
  const lost: Fact = {...second, spanId: 'c', list: {id: 2, base: {...base, spanId: '?'}, add: []}};
  await ingest(writer, {text: 'a\nb\n', facts: [second, lost]});
  expect(writer.db.prepare('SELECT span_id, message_count FROM messages').all()).toEqual([
    {span_id: 'a', message_count: 2},
    {span_id: 'b', message_count: 3},
  ]);
  expect(writer.db.prepare('SELECT code, count FROM diagnostic_counts').all()).toEqual([
    {code: 'missing-conversation-base', count: 1},
  ]);
  writer.close();
});

test('numbers beyond 2^53 survive; those beyond 64 bits are left out', async () => {
  const writer = CaseWriter.open(':memory:');
  const usage = {inputTokens: 2 ** 60, outputTokens: 1e300, source: 'reported'} as const;
  await ingest(writer, {text: 'x', facts: [spanFact({spanId: 'a', usage})]});
  expect(
    writer.db.prepare('SELECT input_tokens, output_tokens FROM spans').safeIntegers().get(),
  ).toEqual({input_tokens: 2n ** 60n, output_tokens: null});
  writer.close();
});

test('a closed case is a single private file', async () => {
  await withTempFolder(async (folder) => {
    const {readdirSync, statSync} = await import('node:fs');
    const path = `${folder}/.whatbroke/case.db`;
    const writer = CaseWriter.open(path);
    await ingest(writer, {text: 'a\n', facts: [A]});
    writer.close();
    expect(readdirSync(`${folder}/.whatbroke`)).toEqual(['case.db']);
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
    expect((statSync(`${folder}/.whatbroke`).mode & 0o777).toString(8)).toBe('700');
  });
});
