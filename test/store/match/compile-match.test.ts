import {describe, expect, test} from '@jest/globals';
import type Database from 'better-sqlite3';
import fc from 'fast-check';
import type {Fact} from '../../../src/model/facts.js';
import {compileMatch} from '../../../src/store/match/compile-match.js';
import {MatchError} from '../../../src/store/match/match-error.js';
import {LINKS, parseMatch} from '../../../src/store/match/parse-match.js';
import type {LinkKind, Selector} from '../../../src/store/match/parse-match.js';
import {spanFact} from '../memory-source.js';
import {withAskedCase} from './asked-case.js';

interface Node {
  readonly pre: number | null;
  readonly parent_pre: number | null;
  readonly kind: string;
  readonly name: string;
  readonly step: number | null;
  readonly lane: number | null;
  readonly span_id: string | null;
}

function readNodes(db: Database.Database): readonly Node[] {
  return db
    .prepare(
      'SELECT *, (SELECT span_id FROM span_fact WHERE id = fact_id) AS span_id FROM node_rows',
    )
    .all() as Node[];
}

function match(db: Database.Database, pattern: string): readonly (string | null)[] {
  const {sql, params} = compileMatch(pattern, undefined);
  return (db.prepare(sql).all(params) as {span_id: string | null}[]).map((row) => row.span_id);
}

/** The slow obvious twin: looks at all pairs, walks every parent. */
function matchSlowly(nodes: readonly Node[], pattern: string): readonly (string | null)[] {
  const {selectors, links} = parseMatch(pattern);
  const byPre = new Map(nodes.flatMap((node) => (node.pre === null ? [] : [[node.pre, node]])));
  const isLinked = (link: LinkKind, from: Node, to: Node): boolean => {
    if (link === '->>' || link === '->') {
      if (from.step === null || to.step === null || from.lane !== to.lane) return false;
      if (from.step >= to.step) return false;
      const between = nodes.some(
        ({step, lane}) =>
          lane === to.lane && step !== null && step > (from.step ?? 0) && step < (to.step ?? 0),
      );
      return link === '->>' || !between;
    }
    if (from.pre === null || to.pre === null) return false;
    if (link === '~') return from.parent_pre === to.parent_pre && from.pre < to.pre;
    if (link === '>') return to.parent_pre === from.pre;
    let above = byPre.get(to.parent_pre ?? -1);
    while (above !== undefined && above !== from) above = byPre.get(above.parent_pre ?? -1);
    return above === from;
  };
  const fits = ({kind, conditions}: Selector, node: Node): boolean =>
    (kind === '*' || node.kind === kind) &&
    conditions.every(({test: asked}) => node.name === asked?.value);
  let hits = new Set(nodes.filter((node) => fits(selectors[0] as Selector, node)));
  for (const [at, link] of links.entries()) {
    const before = hits;
    const isAbsent = selectors[at]?.isAbsent === true;
    hits = new Set(
      nodes.filter(
        (node) =>
          fits(selectors[at + 1] as Selector, node) &&
          [...before].some((from) => isLinked(link, from, node)) !== isAbsent,
      ),
    );
  }
  return [...hits].map((node) => node.span_id);
}

const spans = fc
  .array(
    fc.record({
      parent: fc.nat(),
      kind: fc.constantFrom('agent', 'tool', 'llm'),
      name: fc.constantFrom('a', 'b', 'c'),
    }),
    {minLength: 1, maxLength: 14},
  )
  .map((drafts) =>
    drafts.map(({parent, kind, name}, at): Fact => {
      const parentId = at === 0 || parent % 4 === 0 ? {} : {parentId: `s${String(parent % at)}`};
      const named = kind === 'tool' ? {toolName: name} : kind === 'agent' ? {agentName: name} : {};
      return spanFact({
        spanId: `s${String(at)}`,
        kind: kind,
        name,
        startUs: at * 10,
        endUs: at * 10 + 5,
        ...named,
        ...parentId,
      });
    }),
  );

const selector = fc
  .tuple(fc.constantFrom('agent', 'tool', 'llm', '*'), fc.constantFrom('', '[name=a]', '[name=b]'))
  .map(([kind, condition]) => kind + condition);

const patterns = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom('', '!'), selector, fc.constantFrom(...LINKS)), {
      maxLength: 3,
    }),
    selector,
  )
  .map(
    ([steps, last]) =>
      `${steps.map(([not, one, link]) => `${not}${one} ${link} `).join('')}${last}`,
  );

describe('a pattern', () => {
  test('finds what a slow look at all pairs finds', async () => {
    await fc.assert(
      fc.asyncProperty(spans, fc.array(patterns, {minLength: 8, maxLength: 8}), (facts, asked) =>
        withAskedCase(facts, (db) => {
          const nodes = readNodes(db);
          for (const pattern of asked) {
            const found = match(db, pattern);
            expect([pattern, [...found].sort()]).toEqual([
              pattern,
              [...matchSlowly(nodes, pattern)].sort(),
            ]);
          }
        }),
      ),
      {numRuns: 25},
    );
  });

  test('asks for repeats, lanes, texts and numbers', () =>
    withAskedCase(
      [1, 2, 3].map((at) =>
        spanFact({
          spanId: `s${String(at)}`,
          kind: 'tool',
          toolName: at === 3 ? 'push' : 'look',
          input: {path: `it's "${at === 3 ? 'x' : 'y'}"`},
          startUs: at * 1_000_000,
          endUs: at * 1_000_000 + at * 100_000,
        }),
      ),
      (db) => {
        expect(match(db, 'tool[repeats>=2]')).toEqual(['s1', 's2']);
        expect(match(db, 'tool[lanes>=2]')).toEqual([]);
        expect(match(db, `tool[args~"it's"][seconds>0.25]`)).toEqual(['s3']);
        expect(match(db, 'tool[write]')).toEqual(['s3']);
        expect(match(db, 'tool[name^=lo]')).toEqual(['s1', 's2']);
        expect(match(db, '!tool[name=look] ->> tool')).toEqual(['s1']);
        expect(match(db, 'tool[model]')).toEqual([]);
      },
    ));

  test.each([
    ['', 0, 'expected a kind'],
    ['tol', 0, 'no such kind: tol'],
    ['tool[nme=x]', 5, 'no such field: nme'],
    ['tool[name=x', 11, 'expected ]'],
    ['tool tool', 5, 'expected one of'],
    ['tool >> ', 8, 'expected a kind'],
    ['tool[step>x]', 5, 'x is not a number'],
    ['tool[error=1]', 5, 'error is true or not'],
    ['agent >> !tool', 10, 'the last selector'],
  ])('%j is refused at %d', (pattern, offset, message) => {
    let error: unknown;
    try {
      compileMatch(pattern, undefined);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(MatchError);
    expect(error).toMatchObject({offset});
    expect(String(error)).toContain(message);
  });
});
