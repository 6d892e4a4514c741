// One run in the words of several formats. Small, and only what the parsers document.
import {AgentSession} from '../sample/agent-session.mjs';
import {TraceWriter} from '../sample/trace-writer.mjs';

const iso = (ms) => new Date(ms).toISOString();
const STEP_MS = 1700;

function toOtlp({scenario, id, startMs, seed}) {
  const writer = new TraceWriter({
    seed,
    startMs,
    resource: {'service.name': 'fleet', 'service.version': '1.0.0'},
    scope: {name: 'fleet.tracing', version: '1.0.0'},
  });
  const session = new AgentSession(writer, {
    parent: undefined,
    agent: scenario.agent,
    task: `Task ${id}`,
    conversation: id,
    instructions: `You are the ${scenario.agent}. Use the tools.`,
  });
  for (const {tool, args, result, error} of scenario.calls) {
    session.use('', tool, args, result ?? {message: error.message}, {
      ...(error === undefined ? {} : {error: error.type}),
    });
  }
  if (scenario.outcome === 'failed') session.fail('GaveUp', 'gave up');
  else session.finish('Done.');
  return writer.toJsonLines();
}

function toOwn({scenario, id, startMs}) {
  const lines = [
    {whatbroke: 1, trace: id, span: 'a', kind: 'agent', name: scenario.agent, start: iso(startMs)},
  ];
  let now = startMs;
  for (const [at, {tool, args, result, error}] of scenario.calls.entries()) {
    now += STEP_MS;
    const tokens = {input: 900 + 40 * at, output: 30};
    const llm = {
      trace: id,
      span: `m${at}`,
      parent: 'a',
      kind: 'llm',
      name: 'chat',
      model: 'example-1',
    };
    lines.push({...llm, start: iso(now), end: iso(now + 900), tokens});
    const call = {trace: id, span: `t${at}`, parent: 'a', kind: 'tool', name: tool, input: args};
    const end = error === undefined ? {output: result} : {error};
    lines.push({...call, start: iso(now + 1000), end: iso(now + 1200), ...end});
  }
  lines.push({trace: id, outcome: scenario.outcome, saidBy: 'exit status'});
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function toClaude({scenario, id, startMs}) {
  const lines = [];
  let parentUuid = null;
  let now = startMs;
  const add = (type, message, more = {}) => {
    const uuid = `${id}-${lines.length}`;
    const head = {parentUuid, isSidechain: false, userType: 'external', cwd: '/srv/fleet'};
    const rest = {
      sessionId: id,
      version: '2.1.39',
      type,
      uuid,
      timestamp: iso(now),
      message,
      ...more,
    };
    lines.push({...head, ...rest});
    parentUuid = uuid;
    now += STEP_MS;
  };
  add('user', {role: 'user', content: `Task ${id}`});
  for (const [at, {tool, args, result, error}] of scenario.calls.entries()) {
    const call = {type: 'tool_use', id: `toolu_${id}_${at}`, name: tool, input: args};
    const usage = {input_tokens: 12, cache_read_input_tokens: 900 + 40 * at, output_tokens: 30};
    const reply = {
      id: `msg_${id}_${at}`,
      type: 'message',
      role: 'assistant',
      model: 'claude-example-1',
    };
    add('assistant', {...reply, content: [call], stop_reason: 'tool_use', usage});
    const content = error === undefined ? JSON.stringify(result) : error.message;
    const answer = {type: 'tool_result', tool_use_id: call.id, content};
    add('user', {
      role: 'user',
      content: [{...answer, ...(error === undefined ? {} : {is_error: true})}],
    });
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function toCodex({scenario, id, startMs}) {
  let now = startMs;
  const lines = [];
  const add = (type, payload) => {
    lines.push({timestamp: iso(now), type, payload});
    now += STEP_MS;
  };
  const about = {id, timestamp: iso(now), cwd: '/srv/fleet', originator: 'codex_cli_rs'};
  add('session_meta', {...about, cli_version: '0.77.0', source: 'cli', model_provider: 'example'});
  const task = [{type: 'input_text', text: `Task ${id}`}];
  add('response_item', {type: 'message', role: 'user', content: task});
  for (const [at, {tool, args, result, error}] of scenario.calls.entries()) {
    const call_id = `call_${id}_${at}`;
    add('response_item', {
      type: 'function_call',
      name: tool,
      arguments: JSON.stringify(args),
      call_id,
    });
    const output =
      error === undefined
        ? JSON.stringify(result)
        : JSON.stringify({output: error.message, metadata: {exit_code: 1}});
    add('response_item', {type: 'function_call_output', call_id, output});
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

export const WRITERS = [
  {format: 'otlp-json', extension: 'otlp.jsonl', write: toOtlp},
  {format: 'whatbroke-jsonl', extension: 'jsonl', write: toOwn},
  {format: 'claude-code', extension: 'jsonl', write: toClaude},
  {format: 'codex', extension: 'jsonl', write: toCodex},
];
