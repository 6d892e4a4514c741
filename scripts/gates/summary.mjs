// Ends .ci/run: adds up tests and gates, prints `N passed, N failed`, and fails when anything did.
// Arguments: exit code of the test command, exit code of the gates.
import {readFileSync} from 'node:fs';

const [testExit, gateExit] = process.argv.slice(2).map(Number);

function read(path) {
  try {
    return JSON.parse(readFileSync(path ?? '', 'utf8'));
  } catch {
    return undefined;
  }
}

const tests = read(process.env.WHATBROKE_TEST_RESULTS);
const gates = read(process.env.WHATBROKE_GATE_RESULTS) ?? [];

let passed = tests?.passed ?? 0;
let failed = (tests?.failed ?? 0) + (tests?.suitesThatDidNotRun ?? 0);
for (const gate of gates) {
  if (gate.ok) passed += 1;
  else failed += 1;
}
// A command that failed without naming a failure (an install, a crash) is one failure.
if (testExit !== 0 && (tests?.failed ?? 0) + (tests?.suitesThatDidNotRun ?? 0) === 0) failed += 1;
if (gateExit !== 0 && gates.every((gate) => gate.ok)) failed += 1;
if (tests === undefined && testExit === 0) failed += 1;

for (const suite of tests?.suites ?? []) {
  for (const failure of suite.failures) console.log(`failed test: ${failure.name}`);
  if (suite.didNotRun !== undefined) console.log(`did not run: ${suite.file}`);
}
for (const gate of gates) if (!gate.ok) console.log(`failed gate: ${gate.name}`);
console.log(`${tests?.skipped ?? 0} skipped`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
