// Lines of a Codex session without end: per call a turn context, an encrypted reasoning, the call, its
// output and two token counts, of the lengths of recorded sessions.
import {makeFiles, makeProse, skewed} from './session-text.mjs';

const START_MS = Date.UTC(2026, 0, 5, 8);
const SESSION = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const ENCRYPTED_CHARS = 1100;
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function* codexLines(random) {
  const prose = makeProse(random);
  const files = makeFiles(random, prose);
  let lines = 0;
  const line = (type, payload) => {
    lines += 1;
    return {timestamp: new Date(START_MS + lines * 900).toISOString(), type, payload};
  };
  const item = (payload) => line('response_item', payload);
  const event = (payload) => line('event_msg', payload);
  const meta = {id: SESSION, cwd: '/project', originator: 'codex_cli_rs', cli_version: '0.50.0'};
  yield line('session_meta', {...meta, timestamp: new Date(START_MS).toISOString()});
  const ask = [{type: 'input_text', text: 'Make the tests pass.'}];
  yield item({type: 'message', role: 'user', content: ask});
  for (let turn = 1; ; turn += 1) {
    const id = `call_${String(turn).padStart(24, 'a')}`;
    const summary = prose(120);
    const sandbox = {mode: 'workspace-write', network_access: false, exclude_slash_tmp: false};
    yield line('turn_context', {
      cwd: '/project',
      approval_policy: 'on-request',
      sandbox_policy: sandbox,
      model: 'm',
      effort: 'high',
      summary: 'auto',
    });
    yield event({type: 'agent_reasoning', text: summary});
    yield item({
      type: 'reasoning',
      summary: [{type: 'summary_text', text: summary}],
      content: null,
      encrypted_content: makeBase64(random, ENCRYPTED_CHARS),
    });
    const {command, output} = makeCall(random, {prose, files});
    const argumentsText = JSON.stringify({command: ['bash', '-lc', command], workdir: '/project'});
    yield item({type: 'function_call', name: 'shell', arguments: argumentsText, call_id: id});
    const metadata = {exit_code: 0, duration_seconds: 0.1};
    const outputText = JSON.stringify({output, metadata});
    yield item({type: 'function_call_output', call_id: id, output: outputText});
    for (const calls of [turn, turn + 1]) yield event(countTokens(calls));
    if (turn % 5 === 0) {
      const text = prose(skewed(random, 300));
      yield event({type: 'agent_message', message: text});
      yield item({type: 'message', role: 'assistant', content: [{type: 'output_text', text}]});
    }
  }
}

function makeBase64(random, chars) {
  let text = '';
  for (let at = 0; at < chars; at += 1) text += BASE64[Math.floor(random() * BASE64.length)];
  return text;
}

/** Half of the calls show a part of a file, the others run a command. */
function makeCall(random, {prose, files}) {
  if (random() < 0.5)
    return {command: `npm test -- ${prose(60)}`, output: prose(skewed(random, 976))};
  const file = files.pick();
  const from = Math.floor(random() * 4) * 40;
  if (random() < 0.3) files.edit(file);
  return {
    command: `sed -n ${String(from + 1)},${String(from + 100)}p ${file.path}`,
    output: file.lines.slice(from, from + 100).join('\n'),
  };
}

function countTokens(calls) {
  const used = (times) => ({
    input_tokens: 20_000 * times,
    cached_input_tokens: 19_000 * times,
    output_tokens: 150 * times,
    reasoning_output_tokens: 64 * times,
    total_tokens: 20_150 * times,
  });
  const limit = {used_percent: 4.0, window_minutes: 299, resets_in_seconds: 17_000};
  return {
    type: 'token_count',
    info: {
      total_token_usage: used(calls),
      last_token_usage: used(1),
      model_context_window: 272_000,
    },
    rate_limits: {primary: limit, secondary: limit},
  };
}
