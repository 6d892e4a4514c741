// Sessions of coding agents of a given size: a call and its result a turn, as the tools write them.
import {createRandom} from '../../scripts/sample/trace-writer.mjs';
import {words, writeAll} from './generate.mjs';

const START_MS = Date.UTC(2026, 0, 5, 8);
const SESSION = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
/** Characters of a tool's result: about the median of real sessions. */
const RESULT_CHARS = 3000;

const time = (turn, ms = 0) => new Date(START_MS + turn * 5000 + ms).toISOString();
const uuid = (number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

function* claudeLines(sizeBytes) {
  const random = createRandom(2);
  const base = (turn, half) => ({
    parentUuid: turn + half === 0 ? null : uuid(turn * 2 + half - 1),
    uuid: uuid(turn * 2 + half),
    sessionId: SESSION,
    version: '2.1.0',
    cwd: '/project',
    isSidechain: false,
    timestamp: time(turn, half * 1500),
  });
  const prompt = {role: 'user', content: 'Make the tests pass.'};
  yield {...base(0, 0), type: 'user', message: prompt};
  for (let turn = 1, written = 0; written < sizeBytes; turn += 1) {
    const id = `toolu_${String(turn).padStart(12, '0')}`;
    const input = {command: `npm test -- ${words(random, 60)}`, description: words(random, 30)};
    const usage = {
      input_tokens: 4,
      output_tokens: 150,
      cache_read_input_tokens: 20_000 + turn,
      cache_creation_input_tokens: 900,
    };
    const call = {
      ...base(turn, 0),
      type: 'assistant',
      requestId: `req_${String(turn)}`,
      message: {
        id: `msg_${String(turn)}`,
        role: 'assistant',
        model: 'm',
        content: [
          {type: 'text', text: words(random, 300)},
          {type: 'tool_use', id, name: 'Bash', input},
        ],
        stop_reason: 'tool_use',
        usage,
      },
    };
    const text = words(random, RESULT_CHARS);
    const result = {
      ...base(turn, 1),
      type: 'user',
      message: {role: 'user', content: [{type: 'tool_result', tool_use_id: id, content: text}]},
      toolUseResult: {stdout: text, stderr: '', interrupted: false},
    };
    written += 2 * text.length + 1200;
    yield call;
    yield result;
  }
}

function* codexLines(sizeBytes) {
  const random = createRandom(3);
  const meta = {id: SESSION, timestamp: time(0), cwd: '/project', originator: 'codex_cli_rs'};
  yield {timestamp: time(0), type: 'session_meta', payload: {...meta, cli_version: '0.50.0'}};
  yield item(0, {
    type: 'message',
    role: 'user',
    content: [{type: 'input_text', text: 'Make the tests pass.'}],
  });
  for (let turn = 1, written = 0; written < sizeBytes; turn += 1) {
    const id = `call_${String(turn)}`;
    const argumentsText = JSON.stringify({command: ['bash', '-lc', words(random, 80)]});
    const output = JSON.stringify({output: words(random, RESULT_CHARS), metadata: {exit_code: 0}});
    yield item(turn, {
      type: 'message',
      role: 'assistant',
      content: [{type: 'output_text', text: words(random, 300)}],
    });
    yield item(turn, {type: 'function_call', name: 'shell', arguments: argumentsText, call_id: id});
    yield item(turn, {type: 'function_call_output', call_id: id, output});
    const used = {input_tokens: 20_000, cached_input_tokens: 19_000, output_tokens: 150};
    const info = {total_token_usage: used, last_token_usage: used};
    yield {timestamp: time(turn, 3000), type: 'event_msg', payload: {type: 'token_count', info}};
    written += output.length + 1000;
  }
}

function item(turn, payload) {
  return {timestamp: time(turn, 1000), type: 'response_item', payload};
}

const LINES = {'claude-code': claudeLines, codex: codexLines};

/** @param format `claude-code` or `codex` */
export async function writeSession(path, sizeBytes, format) {
  function* pieces() {
    for (const line of LINES[format](sizeBytes)) yield `${JSON.stringify(line)}\n`;
  }
  await writeAll(path, pieces());
}
