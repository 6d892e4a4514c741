// Lines of a Claude Code session without end. The mix of tools, what a result holds twice, and the
// progress lines between are those of recorded sessions (session-text.mjs).
import {makeFiles, makeProse, skewed} from './session-text.mjs';

const START_MS = Date.UTC(2026, 0, 5, 8);
const SESSION = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const HOOKS_PER_CALL = 4;

const uuid = (number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export function* claudeLines(random) {
  const prose = makeProse(random);
  const files = makeFiles(random, prose);
  let lines = 0;
  const base = (type) => {
    lines += 1;
    return {
      parentUuid: lines === 1 ? null : uuid(lines - 1),
      isSidechain: false,
      userType: 'external',
      cwd: '/project',
      sessionId: SESSION,
      version: '2.1.39',
      gitBranch: 'main',
      type,
      uuid: uuid(lines),
      timestamp: new Date(START_MS + lines * 900).toISOString(),
    };
  };
  yield {...base('user'), message: {role: 'user', content: 'Make the tests pass.'}};
  for (let turn = 1; ; turn += 1) {
    const id = `toolu_01${String(turn).padStart(22, 'A')}`;
    const {name, input, content, said} = makeCall(random, {prose, files});
    const reply = (block) => ({
      ...base('assistant'),
      requestId: `req_${String(turn)}`,
      message: {
        id: `msg_${String(turn)}`,
        type: 'message',
        role: 'assistant',
        model: 'm',
        content: [block],
        stop_reason: null,
        usage: {
          input_tokens: 4,
          cache_creation_input_tokens: 900,
          cache_read_input_tokens: 20_000 + turn,
          output_tokens: 150,
          service_tier: 'standard',
        },
      },
    });
    if (turn % 5 < 3) yield reply({type: 'text', text: prose(skewed(random, 300))});
    yield reply({type: 'tool_use', id, name, input});
    for (let hook = 0; hook < HOOKS_PER_CALL; hook += 1) {
      const hookEvent = hook % 2 === 0 ? 'PreToolUse' : 'PostToolUse';
      const data = {
        type: 'hook_progress',
        hookEvent,
        hookName: `${hookEvent}:${name}`,
        command: 'callback',
      };
      yield {...base('progress'), data, parentToolUseID: id, toolUseID: id};
    }
    if (name === 'Bash') {
      const output = content.slice(0, 300);
      const data = {type: 'bash_progress', output, fullOutput: output, elapsedTimeSeconds: 2};
      yield {...base('progress'), data, parentToolUseID: id, toolUseID: 'bash-progress-0'};
    }
    const result = {tool_use_id: id, type: 'tool_result', content, is_error: false};
    yield {
      ...base('user'),
      message: {role: 'user', content: [result]},
      toolUseResult: said,
    };
  }
}

/** 45 of 100 calls run a command, 23 read a file, 18 change one, the others search. */
function makeCall(random, {prose, files}) {
  const kind = random();
  if (kind < 0.45) {
    const content = prose(skewed(random, 976));
    const input = {command: `npm test -- ${prose(80)}`, description: prose(30)};
    return {name: 'Bash', input, content, said: {stdout: content, stderr: '', interrupted: false}};
  }
  const file = files.pick();
  const filePath = file.path;
  if (kind < 0.68) {
    const startLine = Math.floor(random() * 4) * 40;
    const lines = file.lines.slice(startLine, startLine + 100);
    const content = lines.map((line, at) => `${String(startLine + at + 1)}→${line}`).join('\n');
    const read = {filePath, content: lines.join('\n'), numLines: lines.length, startLine};
    return {
      name: 'Read',
      input: {file_path: filePath, offset: startLine},
      content,
      said: {type: 'text', file: read},
    };
  }
  if (kind < 0.86) {
    const originalFile = file.lines.join('\n');
    const {before, after} = files.edit(file);
    const input = {file_path: filePath, old_string: before, new_string: after, replace_all: false};
    const patch = [{oldStart: 1, lines: [`-${before}`, `+${after}`]}];
    return {
      name: 'Edit',
      input,
      content: `The file ${filePath} has been updated.\n${file.lines.slice(0, 6).join('\n')}`,
      said: {filePath, originalFile, structuredPatch: patch, userModified: false},
    };
  }
  const content = prose(skewed(random, 300));
  return {
    name: 'Grep',
    input: {pattern: prose(12), output_mode: 'content'},
    content,
    said: {mode: 'content', numFiles: 0, filenames: [], content},
  };
}
