import {describe, expect, test} from '@jest/globals';
import type {Nodes} from 'mdast';
import {fromMarkdown} from 'mdast-util-from-markdown';
import {gfmFromMarkdown} from 'mdast-util-gfm';
import {gfm} from 'micromark-extension-gfm';
import {
  REPORT_FORMS,
  renderReport,
  type ReportForm,
} from '../../../src/cli/report/render-report.js';
import {CALM, gatherFromLog, loopLog} from '../../helpers/gathered-draft.js';
import {tempDir} from '../../helpers/temp-dir.js';
import {DANGEROUS, HOSTILE} from '../../text/hostile.js';

/** What a log may hold to break out of a report; the terminal's share comes from test/text/hostile.ts. */
const BREAKERS: readonly string[] = [
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)><foreignObject>',
  '</title></style></svg></table></main><h1>x',
  "' onmouseover='alert(1)",
  '--> <!-- ]]> <![CDATA[ <!DOCTYPE x>',
  '&lt;b&gt; &#60;i&#62; &amp;',
  '| a | b |\n| --- | --- |\n| x |',
  '```\n# heading\n```',
  '`` ` `` ``` ````',
  '[x](javascript:alert(1)) ![y](http://evil.example/z.png) <http://evil.example>',
  '[E1]: http://evil.example "x"',
  'http://evil.example www.evil.example a@evil.example',
  '\\| \\` \\[ \\\\',
  '* _ ~~ ** __ # > + - 1. $$ @everyone',
  '=HYPERLINK("http://evil.example")',
  '{0} {{1}} [a](b) \\[',
  '%s %n ${x} $(rm -rf /) ; rm -rf / \' "',
  '__proto__',
  'constructor',
  'long '.repeat(40_000),
  'x'.repeat(300_000),
];
const folder = tempDir();
const hostile = gatherFromLog(
  folder,
  loopLog(
    {
      agent: [...BREAKERS.slice(0, 6), ...HOSTILE.slice(0, 12)].join(' '),
      tool: [...BREAKERS.slice(6, 12), ...HOSTILE.slice(12, 24)].join(' '),
      argument: [...BREAKERS, ...HOSTILE].join('\n'),
      result: [...HOSTILE, ...BREAKERS].join('\n'),
      outcome: BREAKERS.slice(0, 17).join(' '),
    },
    12,
  ),
  'hostile.jsonl',
);
const each = BREAKERS.map(async (text, place) =>
  gatherFromLog(
    folder,
    loopLog({agent: text, tool: text, argument: text, result: text, outcome: text}, 12),
    `hostile-${place}.jsonl`,
  ),
);
const calm = gatherFromLog(folder, loopLog(CALM, 12), 'calm.jsonl');

async function renderAll(form: ReportForm): Promise<readonly string[]> {
  return (await Promise.all([hostile, ...each])).map((gathered) => renderReport(form, gathered));
}

/** Tags with the names of their attributes. */
function listTags(markup: string): ReadonlySet<string> {
  const body = markup.replace(/<style>[\s\S]*?<\/style>/, '');
  const tags = [
    ...body.matchAll(/<([!?/]?[a-zA-Z][\w:-]*)((?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*\/?\??>/g),
  ];
  const rest = body.replace(/<[!?/]?[a-zA-Z][\w:-]*(?:\s+[\w:-]+(?:="[^"<>]*")?)*\s*\/?\??>/g, '');
  // What is no tag of a known shape is text, and text holds no bracket.
  expect(rest).not.toMatch(/[<>]/);
  return new Set(
    tags.map(([, name, attributes = '']) => {
      const names = [...attributes.replaceAll(/="[^"]*"/g, '').matchAll(/\s([\w:-]+)/g)]
        .map((match) => match[1])
        .sort();
      return `${name ?? ''} ${[...new Set(names)].join(',')}`;
    }),
  );
}

describe('hostile text', () => {
  test('leaves nothing dangerous in any form', async () => {
    for (const form of REPORT_FORMS) {
      for (const text of await renderAll(form)) {
        expect(text.replaceAll(/[\n]/g, '')).not.toMatch(DANGEROUS);
        expect(text.length).toBeGreaterThan(500);
      }
    }
  });

  test.each(['html', 'junit'] as const)('adds no tag and no attribute to %s', async (form) => {
    const known = listTags(renderReport(form, await calm));
    for (const text of await renderAll(form)) {
      const unknown = [...listTags(text)].filter((tag) => !known.has(tag));
      expect(unknown).toEqual([]);
    }
  });

  test('adds no node, no link and no address to Markdown', async () => {
    const known = new Set(listNodes(renderReport('md', await calm)).map(({type}) => type));
    for (const text of await renderAll('md')) {
      for (const node of listNodes(text)) {
        if (node.type === 'link') expect(node.url).toBe('no link');
        expect(known).toContain(node.type);
        if (node.type === 'html') expect(node.value).toMatch(/^<a id="e\d+">$|^<\/a>$/);
        if (node.type === 'definition') expect(node.url).toMatch(/^#e\d+$/);
        if (node.type === 'table') {
          const [head] = node.children;
          for (const row of node.children) {
            expect(row.children).toHaveLength(head?.children.length ?? 0);
          }
        }
      }
    }
  });

  test('adds no field to JSON and SARIF, and no link or placeholder to a message', async () => {
    for (const form of ['json', 'sarif'] as const) {
      const known = listKeys(JSON.parse(renderReport(form, await calm)) as unknown);
      for (const text of await renderAll(form)) {
        const keys = listKeys(JSON.parse(text) as unknown);
        expect([...keys].filter((key) => !known.has(key))).toEqual([]);
      }
    }
    for (const text of await renderAll('sarif')) {
      const messages = [...text.matchAll(/"text": "((?:[^"\\]|\\.)*)"/g)].map(
        (match) => JSON.parse(`"${match[1] ?? ''}"`) as string,
      );
      for (const message of messages) {
        expect(message.replaceAll(/\\[\\[\]]/g, '')).not.toMatch(/[[\]]/);
        expect(message.replaceAll(/\{\{|\}\}/g, '')).not.toMatch(/[{}]/);
      }
    }
  });

  test('of a secret is masked in every form', async () => {
    const secret = ['ghp', 'aB3dE5gH7jK9mN1pQ2sT4vW6xY8zaB3dE5gH'].join('_');
    const gathered = await gatherFromLog(
      folder,
      loopLog({...CALM, tool: `fetch ${secret}`, agent: secret, outcome: secret}, 12),
      'secret.jsonl',
    );
    for (const form of REPORT_FORMS) {
      const text = renderReport(form, gathered);
      expect(text).not.toContain(secret);
      expect(text).toMatch(/\[secret github-token #[0-9a-f]{6}|\\\\\[secret github-token #/);
    }
  });
});

function listNodes(text: string): readonly Nodes[] {
  const tree = fromMarkdown(text, {extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()]});
  const nodes: Nodes[] = [];
  const tasks: Nodes[] = [tree];
  for (let node = tasks.pop(); node !== undefined; node = tasks.pop()) {
    nodes.push(node);
    if ('children' in node) tasks.push(...node.children);
  }
  return nodes;
}

function listKeys(value: unknown): ReadonlySet<string> {
  const keys = new Set<string>();
  const tasks: unknown[] = [value];
  while (tasks.length > 0) {
    const item = tasks.pop();
    if (typeof item !== 'object' || item === null) continue;
    for (const [key, child] of Object.entries(item)) {
      if (!Array.isArray(item)) keys.add(key);
      tasks.push(child);
    }
  }
  return keys;
}
