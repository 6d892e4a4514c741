import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';

/** Keeps Jest's aggregated result as JSON where WHATBROKE_TEST_RESULTS says, and does nothing else. */
export default class JsonReporter {
  onRunComplete(_contexts, results) {
    const path = process.env.WHATBROKE_TEST_RESULTS;
    if (path === undefined || path === '') return;
    const suites = results.testResults.map((suite) => ({
      file: suite.testFilePath,
      passed: suite.numPassingTests,
      failed: suite.numFailingTests,
      skipped: suite.numPendingTests,
      durationMs: suite.perfStats.end - suite.perfStats.start,
      failures: suite.testResults
        .filter((test) => test.status === 'failed')
        .map((test) => ({name: test.fullName, messages: test.failureMessages})),
      didNotRun: suite.testExecError?.message,
    }));
    const summary = {
      passed: results.numPassedTests,
      failed: results.numFailedTests,
      skipped: results.numPendingTests,
      suitesThatDidNotRun: results.numRuntimeErrorTestSuites,
      suites,
    };
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(path, JSON.stringify(summary, undefined, 2));
  }
}
