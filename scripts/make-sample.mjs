// Writes the bundled synthetic incident. Seeded: the same script gives the same bytes; `--check` fails
// when the file in the repository is another one. What it tells is in samples/README.md.
import {readFileSync, writeFileSync} from 'node:fs';
import {AgentSession} from './sample/agent-session.mjs';
import {TraceWriter} from './sample/trace-writer.mjs';

const target = new URL('../samples/incidents/synthetic-period-3.otlp.jsonl', import.meta.url);

/** Calls that the orchestrator lets one agent make before it stops it. */
const MAX_TURNS = 71;
const conversation = 'synthetic-release-4711';

const writer = new TraceWriter({
  seed: 3,
  startMs: Date.UTC(2026, 2, 3, 2, 41, 7),
  resource: {
    'service.name': 'release-crew',
    'service.version': '2.3.0',
    'deployment.environment.name': 'production',
    'whatbroke.sample.synthetic': true,
    'whatbroke.sample.note': 'SYNTHETIC: written by scripts/make-sample.mjs, no real system ran',
  },
  scope: {name: 'release-crew.tracing', version: '1.0.0'},
});

const instructions = (role) =>
  `You are the ${role} of a release crew. Use the tools. Stop when done.`;

function openAgent(parent, agent, task) {
  return new AgentSession(writer, {
    parent,
    agent,
    task,
    conversation,
    instructions: instructions(agent),
  });
}

const modules = [
  ['src/cart/total.ts', 'sumLines', 9],
  ['src/cart/discount.ts', 'applyDiscount', 8],
  ['src/tax/rates.ts', 'rateFor', 6],
  ['src/tax/rounding.ts', 'roundHalfEven', 5],
  ['src/tax/exempt.ts', 'isExempt', 4],
  ['src/cart/shipping.ts', 'shippingFor', 4],
];

function plan(root) {
  const planner = openAgent(root, 'planner', 'Release 4.7.11: all price tests must pass.');
  planner.use('First the layout.', 'list_files', {path: 'src'}, {files: ['cart', 'tax', 'money']});
  planner.use('And the tests.', 'list_files', {path: 'test'}, {files: ['price.test.ts']});
  planner.use(
    'What fails now?',
    'run_tests',
    {suite: 'price'},
    {failed: 9, passed: 41},
    {slow: 30},
  );
  planner.use('Since when?', 'git_log', {path: 'src', limit: 3}, {commits: ['9f1c2ab', '77d01e4']});
  planner.use('', 'read_file', {path: 'RELEASE.md'}, {content: '4.7.11: exact prices'});
  planner.use('Who owns it?', 'read_file', {path: 'OWNERS'}, {content: 'src/money: payments'});
  planner.finish(
    'Plan: read the code, repair cart, tax and money one after the other, test after each.',
  );
}

function research(root) {
  const researcher = openAgent(
    root,
    'researcher',
    'Find where prices are computed and who calls it.',
  );
  for (const [path, name] of modules) {
    researcher.use(
      `Where is ${name} used?`,
      'search_code',
      {query: name},
      {matches: [`${path}:12`, `test/price.test.ts:${30 + name.length}`]},
    );
    researcher.use(
      '',
      'read_file',
      {path},
      {content: `export function ${name}(cents) { /* ... */ }`},
    );
  }
  const topics = ['half-even rounding', 'currency minor units', 'tax per line or per order'];
  for (const [at, topic] of topics.entries()) {
    const result = {page: `docs/prices-${at + 1}.md`, says: `see section ${at + 2}.${at + 1}`};
    researcher.use(`The rules about ${topic}.`, 'search_docs', {query: topic}, result);
    researcher.use('', 'read_file', {path: result.page}, {content: `${topic}: ${result.says}`});
  }
  researcher.finish(
    'Prices are computed in src/cart, src/tax and src/money; the rules are in docs.',
  );
}

/** Edit, test, read, edit: it repeats its tools, but every answer is a new one. */
function repair(root, [path, name, failedBefore]) {
  const coder = openAgent(root, 'coder', `Repair ${name} in ${path}.`);
  coder.use('Read it first.', 'read_file', {path}, {content: `export function ${name}(cents) {}`});
  for (let round = 1; round <= 3; round += 1) {
    coder.use(
      `Attempt ${round} on ${name}.`,
      'edit_file',
      {path, find: `step${round - 1}(cents)`, replace: `step${round}(cents)`},
      {applied: true, line: 10 + round},
    );
    const failed = Math.max(failedBefore - round, 1);
    const result = {
      failed,
      passed: 50 - failed,
      durationMs: 4000 + Math.round(900 * writer.random()),
    };
    coder.use('Did that help?', 'run_tests', {suite: 'price'}, result, {slow: 30});
  }
  coder.use(
    'Keep it.',
    'git_commit',
    {message: `Repair ${name}`},
    {commit: writer.makeId(name).slice(0, 10)},
  );
  coder.finish(`${name} is repaired; fewer price tests fail.`);
}

/**
 * The incident: the file is generated again before every test run, so the edit is undone each time.
 * Edit, test, read; the same arguments and the same answers until the orchestrator's limit.
 */
function runAway(root) {
  const coder = openAgent(
    root,
    'coder',
    'Repair formatMoney in src/money/format.ts, the last failing test.',
  );
  const path = 'src/money/format.ts';
  const line = 'export const format = (c) => (c / 100).toFixed(1);';
  coder.use('', 'search_code', {query: 'formatMoney'}, {matches: ['src/money/format.ts:1']});
  coder.use(
    '',
    'read_file',
    {path: 'test/price.test.ts'},
    {content: "expect(format(1050)).toBe('10.50')"},
  );
  coder.use(
    '',
    'list_files',
    {path: 'src/money'},
    {files: ['format.ts', 'units.ts', 'money.schema']},
  );
  coder.use('', 'read_file', {path: 'src/money/units.ts'}, {content: 'export const MINOR = 2;'});
  coder.use('', 'read_file', {path}, {content: line});
  const thoughts = ['One digit is missing.', 'Two digits, then.', 'The edit should fix it.', ''];
  for (let turn = coder.calls; turn < MAX_TURNS; turn += 3) {
    const thought = thoughts[Math.floor(writer.random() * thoughts.length)];
    coder.use(
      thought,
      'edit_file',
      {path, find: 'toFixed(1)', replace: 'toFixed(2)'},
      {applied: true, line: 1},
    );
    const durationMs = 4000 + Math.round(900 * writer.random());
    const failure = "expected '10.50', got '10.5'";
    coder.use(
      '',
      'run_tests',
      {suite: 'price'},
      {failed: 1, passed: 49, failure, durationMs},
      {slow: 30},
    );
    coder.use('', 'read_file', {path}, {content: line});
  }
  const message = `agent coder stopped: max_turns (${MAX_TURNS}) reached`;
  coder.fail('MaxTurnsExceeded', message);
  return message;
}

function make() {
  const root = writer.open('invoke_workflow release', undefined, {
    'gen_ai.operation.name': 'invoke_workflow',
    'gen_ai.workflow.name': 'release',
    'gen_ai.conversation.id': conversation,
  });
  plan(root);
  research(root);
  for (const module of modules) repair(root, module);
  const message = runAway(root);
  writer.close(root, {attributes: {'error.type': 'MaxTurnsExceeded'}, error: message});
  return writer.toJsonLines();
}

const made = make();
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== made) {
    process.stderr.write('samples/incidents is stale: run `npm run sample`\n');
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, made);
  process.stderr.write(`${writer.count} spans, ${made.length} bytes\n`);
}
