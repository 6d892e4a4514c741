/** Native ESM: Ink is ESM only, and CommonJS mode cannot load it. */
export default {
  testEnvironment: 'node',
  // No test is about time: a busy machine is no failure (waits have their own deadlines).
  testTimeout: 60_000,
  roots: ['<rootDir>/test', '<rootDir>/parsers'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/samples/record/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: {'^(\\.{1,2}/.*)\\.js$': '$1'},
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: {syntax: 'typescript', tsx: true},
          transform: {react: {runtime: 'automatic'}},
        },
        module: {type: 'es6'},
      },
    ],
  },
  reporters: ['default', '<rootDir>/test/helpers/json-reporter.mjs'],
  setupFiles: ['<rootDir>/test/helpers/setup.mjs'],
};
