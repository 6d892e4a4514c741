import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {expect, test} from '@jest/globals';
import {expectCode, runBin} from '../helpers/run-bin.js';

const folder = resolve(import.meta.dirname, '../../samples/incidents/wordpress-wpml');

interface Row {
  readonly component: string;
  readonly failurePoint: string;
  readonly governanceGap: string;
  readonly status: string;
  readonly reason: string;
  readonly rule: string;
  readonly recognizedBy: string;
  readonly evidence: {readonly steps: readonly number[]; readonly count: number};
}

interface Gaps {
  readonly data: {
    readonly runs: readonly {
      readonly governance: {
        readonly audit: readonly Row[];
        readonly writes: {readonly count: number; readonly withoutApproval: number};
        readonly headings: readonly {
          readonly id: string;
          readonly gaps: readonly {readonly status: string}[];
        }[];
      };
    }[];
  };
}

type Governance = Gaps['data']['runs'][number]['governance'];

async function readGaps(name: string): Promise<Governance> {
  const [run] = await checkFiles(() => [join(folder, `${name}.jsonl.zst`)]);
  if (run === undefined) throw new Error('no run');
  return run;
}

async function checkFiles(write: (cwd: string) => readonly string[]): Promise<Governance[]> {
  const cwd = mkdtempSync(join(tmpdir(), 'govern-'));
  try {
    const run = await runBin(['policy', 'check', ...write(cwd), '--json'], {cwd});
    const {data} = JSON.parse(expectCode(run, 0).stdout) as Gaps;
    return data.runs.map(({governance}) => governance);
  } finally {
    rmSync(cwd, {recursive: true, force: true});
  }
}

/** The rows of the article, with the status that the log supports. */
const ARTICLE = [
  [
    'WPML plugin path',
    'Agent traversed a restricted directory',
    'No path validation in the tool definition',
    'observed',
  ],
  [
    'wp_head hook',
    'Agent injected deprecated JavaScript',
    'Lack of Content-Security-Policy enforcement',
    'observed',
  ],
  [
    'Agent logic',
    'Infinite loop on language mapping',
    'Absence of "max steps" or circuit breakers',
    'observed',
  ],
];

test.each(['incident.vercel-ai-otel', 'incident.vercel-ai-otel-shell'])(
  'the audit of %s names the three components of the article with their gaps',
  async (name) => {
    const {audit, writes, headings} = await readGaps(name);
    const found = audit.map(({component, failurePoint, governanceGap, status}) => [
      component,
      failurePoint,
      governanceGap,
      status,
    ]);
    for (const row of ARTICLE) expect(found).toContainEqual(row);
    for (const {evidence, reason} of audit) {
      expect(evidence.steps.length).toBeGreaterThan(0);
      expect(reason).toMatch(/\.$/);
    }
    expect(writes.count).toBeGreaterThan(0);
    expect(writes.withoutApproval).toBe(writes.count);
    expect(headings.map(({id}) => id)).toEqual([
      'orchestration-breach',
      'context-window-overload',
      'verification-failure',
    ]);
  },
  60_000,
);

test('its healthy twin shows none of the three', async () => {
  const {audit} = await readGaps('healthy.vercel-ai-otel');
  const components = audit.map(({component}) => component);
  for (const [component] of ARTICLE) expect(components).not.toContain(component);
}, 60_000);

const TOOLS = ['shell', 'http'].map((name) => ({
  type: 'function',
  function: {
    name,
    parameters: {type: 'object', properties: {command: {type: 'string'}, url: {type: 'string'}}},
  },
}));

type Call = readonly [args: object, result: string];

/** A log of chat messages, as an SDK sends them: the tools are a shell and an HTTP client. */
function tell(calls: readonly Call[]): readonly object[] {
  return calls.flatMap(([args, content], i) => {
    const name = 'url' in args ? 'http' : 'shell';
    const call = {id: `c${i}`, type: 'function', function: {name, arguments: JSON.stringify(args)}};
    return [
      {role: 'assistant', content: null, tool_calls: [call]},
      {role: 'tool', tool_call_id: `c${i}`, content},
    ];
  });
}

const PAGE = '{"status":200,"headers":{"content-type":"text/html"},"body":"<html>"}';
const EVAL = `wp eval 'add_action("wp_head", fn() => print("<script>document.write(1)</script>"));'`;
/** The same incident, told in three ways that the pack was not written for. */
const TELLINGS: readonly (readonly Call[])[] = [
  [
    [{command: 'cd /srv/net/wp-content/mu-plugins/seo && cat ../sitepress-multilingual-cms/a.php'}, '<?php'],
    [{command: EVAL}, 'Success'],
  ],
  [
    [{command: 'ln -s ../../plugins/wpml-string-translation cache && cat cache/plugin.php'}, '<?php'],
    [{command: `docker compose exec -T web ${EVAL}`}, 'Success'],
  ],
  [
    [{command: 'type C:\\www\\wp-content\\plugins\\seo\\..\\sitepress-multilingual-cms\\a.php'}, '<?php'],
    [{method: 'POST', url: 'https://a.example/wp-json/snippets/v1/snippets', body: {code: EVAL}}, '{}'],
  ],
]; // prettier-ignore
const LOOP: readonly Call[] = [
  [{method: 'GET', url: 'https://a.example/'}, PAGE],
  ...Array.from({length: 12}, (): readonly Call[] => [
    [{method: 'POST', url: 'https://a.example/wp-json/wp/v2/pages/8?lang=de', body: {translation_of: 7}}, '{"lang":"en"}'],
    [{command: 'wp post meta get 8 _icl_lang_duplicate_of'}, '7'],
  ]).flat(),
]; // prettier-ignore

/** Work on the same files that reads, looks, and turns pages. */
const HEALTHY: readonly Call[] = [
  'cd wp-content/themes/acme/parts && cat ../functions.php',
  'cat wp-content/plugins/sitepress-multilingual-cms/changelog.md',
  'grep -rn "document.write(" wp-content/themes --include=*.js; grep -rn wp_head wp-content/themes',
  'wp option get wpml_language_flags --format=json',
  'docker compose exec -T web wp plugin list --update=available',
].map((command): Call => [{command}, `answer to ${command}`]);
const PAGES = Array.from({length: 6}, (_, i): Call => [
  {method: 'GET', url: `https://a.example/wp-json/wp/v2/pages?lang=de&page=${i + 1}`},
  `[{"id":${i}}]`,
]);

test('logs that tell it in other ways have the same rows with the steps that show them, and healthy work has none', async () => {
  const runs = await checkFiles((cwd) =>
    [...TELLINGS.map((calls) => [...calls, ...LOOP]), [...HEALTHY, ...PAGES]].map((calls, i) => {
      const path = join(cwd, `${i}.json`);
      writeFileSync(path, JSON.stringify({messages: tell(calls), tools: TOOLS}));
      return path;
    }),
  );
  const found = runs.map(
    ({audit}) =>
    audit
      .filter(({component}) => ARTICLE.some(([wanted]) => wanted === component))
      .map(({component, failurePoint, governanceGap, status, evidence}) => [
        component, failurePoint, governanceGap, status, evidence.steps[0],
      ]), // prettier-ignore
  );
  // The agent starts at step 0; a reply and its call are two steps.
  const rows = ARTICLE.map((row, i) => [...row, [2, 4, 8][i]]);
  expect(found.filter((one) => one.length > 0)).toEqual([rows, rows, rows]);
  expect(runs.filter(({audit}) => audit.length === 0)).toHaveLength(1);
}, 60_000);
