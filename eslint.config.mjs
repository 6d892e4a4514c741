import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'dist/',
      '.dist-*/',
      'node_modules/',
      'samples/',
      'coverage/',
      '.dependency-cruiser.cjs',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: {allowDefaultProject: ['*.mjs']},
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'no-console': 'error',
      'max-lines': ['error', {max: 500, skipComments: true}],
      '@typescript-eslint/consistent-type-imports': 'error',
      // overflows its stack on the recursive JsonValue (typescript-eslint 8.73)
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true}],
      'no-restricted-syntax': [
        'error',
        {selector: 'ExportDefaultDeclaration', message: 'Named exports only (STYLE H26).'},
        {selector: 'TSEnumDeclaration', message: 'No enums (STYLE H19).'},
      ],
    },
  },
  {
    files: ['**/*.mjs', 'bin/**', 'scripts/**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: {'no-restricted-syntax': 'off'},
  },
  {files: ['scripts/**', 'test/**'], rules: {'no-console': 'off'}},
);
