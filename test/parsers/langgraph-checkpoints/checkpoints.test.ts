import {join} from 'node:path';
import {ExtensionCodec, encode} from '@msgpack/msgpack';
import Database from 'better-sqlite3';
import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {parser} from '../../../parsers/langgraph-checkpoints/index.js';
import {readTyped} from '../../../parsers/langgraph-checkpoints/serde.js';
import {dumpFacts} from '../../helpers/dump-facts.js';
import {tempDir} from '../../helpers/temp-dir.js';
import {readTables} from '../common/sqlite-samples.js';

const dir = tempDir();

/** A LangChain message, as `JsonPlusSerializer` packs pydantic models: extension 5. */
class Model {
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
  constructor(name: string, fields: Readonly<Record<string, unknown>>) {
    this.name = name;
    this.fields = fields;
  }
}

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: 5,
  encode: (value) =>
    value instanceof Model
      ? encode(['langchain_core.messages', value.name, value.fields, 'model_validate_json'])
      : null,
  decode: () => undefined,
});

const pack = (value: unknown): string =>
  `x'${Buffer.from(encode(value, {extensionCodec})).toString('hex')}'`;
const text = (value: unknown): string => `'${JSON.stringify(value).replaceAll("'", "''")}'`;

const TABLES = `
CREATE TABLE checkpoints (thread_id TEXT NOT NULL, checkpoint_ns TEXT NOT NULL DEFAULT '', checkpoint_id TEXT NOT NULL,
  parent_checkpoint_id TEXT, type TEXT, checkpoint BLOB, metadata BLOB, PRIMARY KEY (thread_id, checkpoint_ns, checkpoint_id));
CREATE TABLE writes (thread_id TEXT NOT NULL, checkpoint_ns TEXT NOT NULL DEFAULT '', checkpoint_id TEXT NOT NULL, task_id TEXT NOT NULL,
  task_path TEXT NOT NULL DEFAULT '', idx INTEGER NOT NULL, channel TEXT NOT NULL, type TEXT, value BLOB,
  PRIMARY KEY (thread_id, checkpoint_ns, checkpoint_id, task_id, idx));`;

function checkpoint(ns: string, id: string, step: number): string {
  const state = pack({
    v: 4,
    id,
    ts: `2026-03-01T10:00:0${String(step + 2)}.000000+00:00`,
    channel_values: {},
  });
  const metadata = text({source: step < 0 ? 'input' : 'loop', step});
  return `INSERT INTO checkpoints VALUES ('t-1', '${ns}', '${id}', NULL, 'msgpack', ${state}, ${metadata});`;
}

function write(
  place: readonly [ns: string, checkpoint: string, task: string, path: string],
  channel: string,
  value: string,
  type = 'msgpack',
): string {
  const [ns, id, task, path] = place;
  return `INSERT INTO writes VALUES ('t-1', '${ns}', '${id}', '${task}', '${path}', (SELECT count(*) FROM writes), '${channel}', '${type}', ${value});`;
}

const ask = new Model('AIMessage', {
  id: 'ai-1',
  type: 'ai',
  content: '',
  tool_calls: [{name: 'search', args: {q: 'x'}, id: 'c1', type: 'tool_call'}],
  usage_metadata: {
    input_tokens: 50,
    output_tokens: 9,
    total_tokens: 59,
    input_token_details: {cache_read: 30},
  },
  response_metadata: {model_name: 'm-1', finish_reason: 'tool_calls'},
});
const agent = ['', 'c-1', 'task-a', '~__pregel_pull, agent'] as const;

const sql = [
  TABLES,
  checkpoint('', 'c-1', -1),
  checkpoint('', 'c-2', 0),
  checkpoint('sub:task-b', 'c-3', 0),
  write(
    ['', 'c-1', '00000000-0000-0000-0000-000000000000', ''],
    'messages',
    pack(new Model('HumanMessage', {content: 'Find x.', id: 'h-1'})),
  ),
  write(agent, 'messages', pack([ask])),
  write(agent, 'branch:to:tools', pack(null), 'null'),
  write(agent, 'counter', pack(7)),
  write(
    ['', 'c-2', 'task-b', '~__pregel_pull, tools'],
    'messages',
    pack([
      ask,
      new Model('ToolMessage', {
        content: 'no x',
        tool_call_id: 'c1',
        name: 'search',
        status: 'error',
      }),
    ]),
  ),
  write(
    ['', 'c-2', 'task-c', '~__pregel_pull, sub'],
    '__error__',
    pack("GraphRecursionError('Recursion limit of 25 reached')"),
  ),
  write(
    ['sub:task-b', 'c-3', 'task-d', ''],
    'messages',
    text({
      lc: 1,
      type: 'constructor',
      id: ['langchain_core', 'messages', 'AIMessage'],
      kwargs: {content: 'inner', id: 'ai-2'},
    }),
    'json',
  ),
  write(['', 'c-2', 'task-e', ''], 'messages', "x'c1'"),
].join('\n');

test('threads, steps, nodes, a subgraph, replies and their calls', async () => {
  const facts = await readTables(dir, {name: 'checkpoints.sqlite', sql, format: parser.id});
  expect(dumpFacts(facts)).toMatchSnapshot();
});

test('any bytes are a value or none, and never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({maxLength: 200}), (bytes) => {
      const cell = Buffer.from(bytes).toString('base64');
      for (const type of ['msgpack', 'json', null]) readTyped(type, cell);
    }),
    {numRuns: 500, seed: 7},
  );
});

test('a SQLite file of another kind is refused with the missing table', async () => {
  const path = join(dir, 'other.db');
  new Database(path).exec('CREATE TABLE checkpoints (x)').close();
  await expect(
    readTables(dir, {name: 'other2.db', sql: 'CREATE TABLE checkpoints (x)', format: parser.id}),
  ).rejects.toThrow(/no known trace format|no table writes/);
});
