import {createHash} from 'node:crypto';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import {analyze} from '../../../src/analyze/analyze.js';
import type {Fact} from '../../../src/model/facts.js';
import type {Message, MessageList} from '../../../src/model/message.js';
import {CaseAnalysis} from '../../../src/store/case-analysis.js';
import {CaseReader} from '../../../src/store/case-reader.js';
import {CaseWriter} from '../../../src/store/case-writer.js';
import {toWords} from '../../../src/store/search/index-words.js';
import {parseSearch} from '../../../src/store/search/parse-search.js';
import {SearchIndex, toIndexPath} from '../../../src/store/search/search-index.js';
import {ingest, spanFact, textMessage, withTempFolder} from '../memory-source.js';

const AT = {kind: 'bytes', offset: 0, length: 1} as const;

async function writeCase(path: string, facts: readonly Fact[], text = 'x'): Promise<void> {
  const writer = CaseWriter.open(path);
  await ingest(writer, {text, facts});
  await analyze(new CaseAnalysis(writer.db), {detectors: []});
  writer.close();
}

function withIndex<T>(path: string, work: (index: SearchIndex) => T): T {
  const index = SearchIndex.open(path);
  try {
    Array.from(index.update());
    return work(index);
  } finally {
    index.close();
  }
}

function call(spanId: string, at: number, fields: object = {}): Fact {
  return spanFact({spanId, toolName: 'look', startUs: at, endUs: at + 1, ...fields});
}

const word = fc.constantFrom(
  'alpha',
  'beta',
  'Beta_Gamma',
  'délta',
  '言語',
  'x.y',
  'getName',
  '429',
);
const texts = fc.array(fc.array(word, {minLength: 1, maxLength: 6}), {minLength: 1, maxLength: 8});

test('finds the bodies that a slow look at their words finds', async () => {
  await fc.assert(
    fc.asyncProperty(texts, fc.array(word, {minLength: 1, maxLength: 2}), (bodies, asked) =>
      withTempFolder(async (folder) => {
        const path = join(folder, 'case.db');
        const inputs = [...new Set(bodies.map((words) => words.join(' ')))];
        await writeCase(
          path,
          inputs.map((input, at) => call(`s${String(at)}`, at * 10, {input})),
        );
        // A name of code is also found by its parts, so the twin splits it as well.
        const split = (text: string): string => ` ${toWords(text).join(' ')} `;
        const holds = (text: string): boolean =>
          asked.every((one) => split(text).includes(split(one)));
        withIndex(path, (index) => {
          const found = [...index.find(parseSearch(asked.join(' ')), {}, 5)].flatMap((hit) =>
            hit.places.map(({step}) => step),
          );
          const wanted = inputs.flatMap((text, step) => (holds(text) ? [step] : []));
          expect([asked, found]).toEqual([asked, wanted]);
        });
      }),
    ),
    {numRuns: 20},
  );
});

test('tells the first place of a message, and filters by run, tool, agent, role, error and time', () =>
  withTempFolder(async (folder) => {
    const path = join(folder, 'case.db');
    const ask = textMessage('user', 'translate everything');
    const say = textMessage('assistant', 'translating everything');
    let nextList = 1;
    const list = (add: readonly Message[]): MessageList => ({id: nextList++, add});
    await writeCase(path, [
      spanFact({spanId: 'l1', kind: 'llm', name: 'm', agentName: 'ann', startUs: 1, endUs: 2}),
      {
        kind: 'messages',
        traceId: 't1',
        spanId: 'l1',
        direction: 'in',
        list: list([ask]),
        at: AT,
      },
      {
        kind: 'messages',
        traceId: 't1',
        spanId: 'l1',
        direction: 'out',
        list: list([say]),
        at: AT,
      },
      call('c1', 3, {input: 'everything', output: 'done', agentName: 'bob'}),
      call('c2', 5, {input: 'other', status: 'error', statusMessage: 'everything failed'}),
      spanFact({spanId: 'l2', kind: 'llm', name: 'm', agentName: 'ann', startUs: 9, endUs: 10}),
      {
        kind: 'messages',
        traceId: 't1',
        spanId: 'l2',
        direction: 'in',
        list: list([ask, say]),
        at: AT,
      },
    ]);
    withIndex(path, (index) => {
      const search = parseSearch('everything');
      const told = (filters: object): string[] =>
        [...index.find(search, filters, 9)].flatMap((hit) =>
          hit.places.map(({step, role}) => `${String(step)} ${role}`),
        );
      expect(told({}).sort()).toEqual(['0 assistant', '0 user', '1 arguments', '2 error']);
      expect(told({kind: 'tool', name: 'look'}).sort()).toEqual(['1 arguments', '2 error']);
      expect(told({agent: 'bob'})).toEqual(['1 arguments']);
      expect(told({role: 'error', failed: true})).toEqual(['2 error']);
      expect(told({sinceUs: 3, untilUs: 5})).toEqual(['1 arguments']);
      expect(told({role: 'user'})).toEqual(['0 user']);
      expect(told({run: 'nothing'})).toEqual([]);
      const [hit] = [...index.find(search, {}, 9)];
      expect(index.steps(hit?.places[0]?.runId ?? '', search, 10)).toEqual([0, 1, 2]);
    });
  }));

test('an index grows with its case, survives damage and another case, and leaves the case alone', () =>
  withTempFolder(async (folder) => {
    const path = join(folder, 'case.db');
    const count = (words: string): number =>
      withIndex(path, (index) => [...index.find(parseSearch(words), {}, 1)].length);
    await writeCase(path, [call('a', 1, {input: 'one thing'})]);
    const before = createHash('sha256').update(readFileSync(path)).digest('hex');
    expect([count('thing'), count('two')]).toEqual([1, 0]);
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(before);
    const index = SearchIndex.open(path);
    expect([...index.update()]).toEqual([]);
    index.close();

    await writeCase(
      path,
      [call('a', 1, {input: 'one thing'}), call('b', 2, {input: 'two things'})],
      'xy',
    );
    expect([count('thing'), count('two')]).toEqual([1, 1]);
    writeFileSync(toIndexPath(path), 'damaged');
    expect([count('thing'), count('two')]).toEqual([1, 1]);
  }));

test('the steps that hold a part of a text are the same with and without the index', () =>
  withTempFolder(async (folder) => {
    const path = join(folder, 'case.db');
    const inputs = [
      'Generate the rate-limit report',
      {path: 'src/getUserName.ts', note: 'a "quoted" NULL\nnext_line'},
      'null and void, 言語generate, délta',
      'the ordinary one',
    ];
    await writeCase(
      path,
      inputs.map((input, at) => call(`s${String(at)}`, at * 10, {input})),
    );
    const parts = [
      'rate',
      'te-lim',
      'sern',
      'next_l',
      '"path":"src',
      'null',
      'délta',
      '語gen',
      'xyz',
    ];
    const search = async (): Promise<readonly unknown[]> => {
      const reader = CaseReader.open(path);
      const [run] = await reader.runs();
      const found: unknown[] = [];
      for (const value of parts) {
        const condition = {
          kind: 'text',
          field: 'text',
          contains: true,
          isNegated: false,
          value,
        } as const;
        const steps: number[] = [];
        for (let from: number | undefined = 0; from !== undefined;) {
          const search = {condition, from, forward: true, limit: 10};
          const piece = await reader.find(run?.id ?? '', search);
          steps.push(...piece.steps);
          from = piece.next;
        }
        found.push([value, steps]);
      }
      await reader.close();
      return found;
    };
    const plain = await search();
    expect(plain.slice(0, 4)).toEqual([
      ['rate', [0, 2]],
      ['te-lim', [0]],
      ['sern', [1]],
      ['next_l', [1]],
    ]);
    withIndex(path, () => undefined);
    expect(await search()).toEqual(plain);
    // The index is asked indeed: one that has lost its words finds nothing.
    const index = new Database(toIndexPath(path));
    index.exec("INSERT INTO body_fts(body_fts) VALUES ('delete-all')");
    index.close();
    expect(await search()).not.toEqual(plain);
  }));
