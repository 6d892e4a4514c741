import {mkdtempSync, rmSync} from 'node:fs';
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

async function readGaps(name: string): Promise<Gaps['data']['runs'][number]['governance']> {
  const cwd = mkdtempSync(join(tmpdir(), 'govern-'));
  try {
    const {stdout} = expectCode(
      await runBin(['policy', 'check', join(folder, `${name}.jsonl.zst`), '--json'], {cwd}),
      0,
    );
    const [run] = (JSON.parse(stdout) as Gaps).data.runs;
    if (run === undefined) throw new Error('no run');
    return run.governance;
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
