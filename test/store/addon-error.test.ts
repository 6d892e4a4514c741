import {expect, test} from '@jest/globals';
import {describeFailure} from '../../src/cli/failure.js';
import {explainAddonError} from '../../src/store/addon-error.js';

/** As Node says it, line ends included. */
const OTHER_VERSION = new Error(
  `The module '/x/better_sqlite3.node'\nwas compiled against a different Node.js version using\nNODE_MODULE_VERSION 115. This version of Node.js requires\nNODE_MODULE_VERSION 127. Please try re-compiling or re-installing\nthe module.`,
);

test('an addon built for another Node.js is no bug, and the line says what to run', () => {
  const {signal} = new AbortController();
  const failure = describeFailure(OTHER_VERSION, {signal, debug: false});
  expect(failure.exitCode).toBe(2);
  expect(failure.text.trimEnd()).not.toContain('\n');
  expect(failure.text).toContain('module version 115, this Node.js needs 127');
  expect(failure.text).toContain('npm rebuild better-sqlite3');
});

test('an addon that is not there or of another system is told as well; other errors are not', () => {
  for (const said of [
    'Could not locate the bindings file. Tried:\n → /x/build/better_sqlite3.node',
    '/x/better_sqlite3.node: invalid ELF header',
  ]) {
    expect(explainAddonError(new Error(said))?.message).toContain('is missing, or is not for');
  }
  expect(explainAddonError(new Error('no such table: span'))).toBeUndefined();
  expect(explainAddonError('NODE_MODULE_VERSION')).toBeUndefined();
});
