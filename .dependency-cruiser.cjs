/** The layers of DESIGN section 3, as rules. */
const pure = '^src/(model|text|tree|detect|guard|replay|plot|report)/';
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: {circular: true, viaOnly: {dependencyTypesNot: ['type-only']}},
    },
    {
      name: 'model-is-a-leaf',
      severity: 'error',
      from: {path: '^src/model/'},
      to: {pathNot: '^src/model/'},
    },
    {
      name: 'text-is-a-leaf',
      severity: 'error',
      from: {path: '^src/text/'},
      to: {path: '^(src|parsers)/', pathNot: '^src/(text|model)/'},
    },
    {
      name: 'pure-layers-do-no-io',
      severity: 'error',
      from: {path: pure},
      to: {dependencyTypes: ['core'], pathNot: '^(node:)?crypto$'},
    },
    {
      name: 'pure-layers-stay-inside',
      severity: 'error',
      from: {path: pure},
      to: {path: '^(src|parsers)/', pathNot: pure},
    },
    {
      name: 'parsers-see-only-the-api',
      severity: 'error',
      from: {path: '^parsers/', pathNot: '^parsers/api\\.ts$'},
      to: {path: '^src/'},
    },
    {
      name: 'parsers-do-not-see-each-other',
      severity: 'error',
      from: {path: '^parsers/(?!common/)([^/]+)/'},
      to: {path: '^parsers/(?!common/)([^/]+)/', pathNot: '^parsers/$1/'},
    },
    {
      name: 'only-store-opens-sqlite',
      severity: 'error',
      from: {path: '^(src|parsers)/', pathNot: '^src/store/'},
      to: {path: 'node_modules/better-sqlite3'},
    },
    {
      name: 'only-tui-draws',
      severity: 'error',
      from: {path: '^(src|parsers)/', pathNot: '^src/tui/'},
      to: {path: 'node_modules/(ink|react)/'},
    },
    {
      name: 'only-cli-parses-arguments',
      severity: 'error',
      from: {path: '^(src|parsers)/', pathNot: '^src/cli/'},
      to: {path: 'node_modules/yargs'},
    },
    {
      name: 'tui-never-sees-sql',
      severity: 'error',
      from: {path: '^src/tui/'},
      to: {path: '^src/(store|ingest|cli|analyze)/'},
    },
    {
      name: 'cli-is-the-top',
      severity: 'error',
      from: {path: '^(src|parsers)/', pathNot: '^src/cli/'},
      to: {path: '^src/cli/'},
    },
  ],
  options: {
    doNotFollow: {path: 'node_modules'},
    tsPreCompilationDeps: true,
    tsConfig: {fileName: 'tsconfig.json'},
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
