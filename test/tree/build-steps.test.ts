import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {buildCallTree} from '../../src/tree/build-call-tree.js';
import {buildSteps} from '../../src/tree/build-steps.js';
import type {BuiltSteps} from '../../src/tree/build-steps.js';
import {OUTCOMES, STEP_FLAG, STEP_KINDS} from '../../src/tree/step-table.js';
import {buildFacts} from './run-facts.js';
import type {ScriptedEvent, ScriptedSpan} from './run-facts.js';
import {spanForest} from './span-forest.js';

function build(spans: readonly ScriptedSpan[], events: readonly ScriptedEvent[] = []): BuiltSteps {
  const facts = buildFacts(spans, events);
  return buildSteps(facts, buildCallTree(facts.spans));
}

/** One line a lane: `agent/branch: kind name [segment] ...`. */
function drawLanes({steps, lanes, spans}: BuiltSteps): string {
  return lanes
    .map((lane) => {
      const who = [lane.agentName ?? '-', lane.branch].filter((x) => x !== undefined).join('/');
      let segment = -1;
      const shown = [...lane.steps].map((step) => {
        const border = segment >= 0 && segment !== steps.segment[step] ? '| ' : '';
        segment = steps.segment[step] ?? -1;
        const row = steps.spanRow[step] ?? -1;
        const id = row < 0 ? -1 : (spans.spanId[row] ?? -1);
        return border + (spans.strings[id] ?? STEP_KINDS[steps.kind[step] ?? 0] ?? '');
      });
      return `${who}: ${shown.join(' ')}`;
    })
    .join('\n');
}

const llm = (id: string, parent?: string, more: Partial<ScriptedSpan> = {}): ScriptedSpan => ({
  id,
  kind: 'llm',
  ...(parent === undefined ? {} : {parent}),
  ...more,
});
const tool = (id: string, parent?: string, more: Partial<ScriptedSpan> = {}): ScriptedSpan => ({
  ...llm(id, parent, more),
  kind: 'tool',
});
const agent = (id: string, parent?: string, more: Partial<ScriptedSpan> = {}): ScriptedSpan => ({
  ...llm(id, parent, more),
  kind: 'agent',
});
const chain = (id: string, parent?: string, more: Partial<ScriptedSpan> = {}): ScriptedSpan => ({
  ...llm(id, parent, more),
  kind: 'chain',
});
const at = (startUs: number, endUs = startUs + 1): Partial<ScriptedSpan> => ({startUs, endUs});

describe('what is a step', () => {
  test('calls and agent starts are, wrappers and ends are not; a call seen twice is one step', () => {
    const built = build([
      agent('main'),
      chain('loop', 'main'),
      llm('outer', 'loop'),
      llm('inner', 'outer'),
      tool('search', 'loop'),
      {id: 'fetch', kind: 'retriever', parent: 'search'},
      {id: 'embed', kind: 'embedding', parent: 'main'},
      {id: 'other', kind: 'other', parent: 'main'},
      {id: 'pass', kind: 'handoff', parent: 'main'},
    ]);
    expect(drawLanes(built)).toBe('main: main inner search embed pass');
  });

  test('a trace without any call shows its leaves', () => {
    expect(drawLanes(build([chain('a'), {id: 'b', kind: 'other', parent: 'a'}]))).toBe('-: b');
  });

  test('events that change the state stand where their time, span or place says', () => {
    const built = build(
      [agent('main', undefined, at(10, 99)), llm('l1', 'main', at(20)), llm('l2', 'main', at(40))],
      [
        {kind: 'user-turn', timeUs: 20},
        {kind: 'compaction', timeUs: 30, span: 'main'},
        {kind: 'exception', timeUs: 35},
        {kind: 'user-turn', rowsBefore: 3, synthetic: true},
      ],
    );
    expect(drawLanes(built)).toBe('main: main | user-turn l1 compaction l2 user-turn');
    expect([...built.steps.flags]).toEqual([0, 0, 0, 0, 0, STEP_FLAG.synthetic]);
  });

  test('an agent start told by an event is not told again by the span', () => {
    const built = build([agent('main'), llm('l', 'main')], [{kind: 'agent-start', span: 'main'}]);
    expect(drawLanes(built)).toBe('main: agent-start l');
  });
});

describe('lanes', () => {
  test('a delegation is a step of the caller; the sub-agent has a lane and a segment per task', () => {
    const built = build([
      agent('main', undefined, at(0, 100)),
      tool('ask1', 'main', {...at(1, 20), toolName: 'ask'}),
      agent('sub1', 'ask1', {...at(2, 19), agentName: 'sub'}),
      llm('s1', 'sub1', at(3)),
      tool('ask2', 'main', {...at(30, 50), toolName: 'ask'}),
      agent('sub2', 'ask2', {...at(31, 49), agentName: 'sub'}),
      llm('s2', 'sub2', at(32)),
    ]);
    expect(drawLanes(built)).toBe('main: main ask1 ask2\nsub: sub1 s1 | sub2 s2');
  });

  test('turns of one agent after each other share a lane, side by side they do not', () => {
    const turn = (id: string, start: number, end: number): ScriptedSpan[] => [
      agent(id, 'root', {...at(start, end), agentName: 'worker'}),
      llm(`${id}a`, id, at(start + 1)),
      llm(`${id}b`, id, at(end - 2)),
    ];
    const root = chain('root', undefined, at(0, 99));
    expect(drawLanes(build([root, ...turn('x', 1, 10), ...turn('y', 20, 30)]))).toBe(
      '-: x y\nworker: xa xb ya yb',
    );
    expect(drawLanes(build([root, ...turn('x', 1, 25), ...turn('y', 20, 30)]))).toBe(
      '-: x y\nworker: xa xb\nworker/worker 2: ya yb',
    );
  });

  test('parallel graph nodes are forked by name, in every super-step to the same lane', () => {
    const superStep = (n: number, first: string, second: string): ScriptedSpan[] => [
      chain(`${first}${String(n)}`, 'g', {...at(n, n + 9), name: first}),
      chain(`${second}${String(n)}`, 'g', {...at(n + 1, n + 9), name: second}),
      llm(`${first}l${String(n)}`, `${first}${String(n)}`, at(n + 2)),
      llm(`${second}l${String(n)}`, `${second}${String(n)}`, at(n + 3)),
      tool(`${first}t${String(n)}`, `${first}${String(n)}`, at(n + 4)),
      tool(`${second}t${String(n)}`, `${second}${String(n)}`, at(n + 5)),
    ];
    const graph = chain('g', undefined, at(0, 99));
    expect(
      drawLanes(
        build([
          graph,
          llm('plan', 'g', at(1)),
          ...superStep(10, 'A', 'B'),
          ...superStep(30, 'B', 'A'),
        ]),
      ),
    ).toBe('-: plan\n-/A: Al10 At10 Al30 At30\n-/B: Bl10 Bt10 Bl30 Bt30');
  });

  test('orphans one after the other share the lane of the run', () => {
    const orphans = [1, 2, 3].map((n) => llm(`l${String(n)}`, `lost${String(n)}`, at(n)));
    expect(drawLanes(build(orphans))).toBe('-: l1 l2 l3');
  });

  test('a deep recursion has a bounded number of lanes', () => {
    const deep = Array.from({length: 3000}, (_, n) =>
      agent(`a${String(n)}`, n === 0 ? undefined : `a${String(n - 1)}`),
    );
    const {lanes, steps} = build(deep);
    expect(steps.count).toBe(3000);
    expect(lanes.length).toBe(1000);
  });

  test('an instance id and a branch of the log are believed', () => {
    const built = build([
      llm('a1', undefined, {agentName: 'a'}),
      llm('b1', undefined, {agentName: 'b'}),
      llm('a2', undefined, {agentName: 'a'}),
      llm('i1', undefined, {agentName: 'a', agentId: 'i'}),
      llm('r', undefined, {branch: 'retry'}),
    ]);
    expect(drawLanes(built)).toBe('a: a1 a2\nb: b1\na: i1\n-/retry: r');
  });
});

describe('segments', () => {
  test('a real user turn ends a segment, one of the harness does not', () => {
    const built = build(
      [llm('l1', undefined, at(10)), llm('l2', undefined, at(20)), llm('l3', undefined, at(30))],
      [
        {kind: 'user-turn', timeUs: 15, synthetic: true},
        {kind: 'user-turn', timeUs: 25},
      ],
    );
    expect(drawLanes(built)).toBe('-: l1 user-turn l2 | user-turn l3');
  });

  test('a trace of several steps is a new turn, traces of one call each are not', () => {
    const inTrace = (traceId: string, id: string, startUs: number): ScriptedSpan =>
      llm(id, undefined, {...at(startUs), traceId});
    const single = [inTrace('t1', 'a', 1), inTrace('t2', 'b', 2), inTrace('t3', 'c', 3)];
    expect(drawLanes(build(single))).toBe('-: a b c');
    const several = [1, 2, 5, 6].map((n) => inTrace(n < 5 ? 't1' : 't2', String(n), n));
    expect(drawLanes(build(several))).toBe('-: 1 2 | 5 6');
  });
});

describe('rounds', () => {
  const rounds = (spans: readonly ScriptedSpan[]): number[] => [...build(spans).steps.round];

  test('the id of the log decides', () => {
    const named = {roundId: 'r'};
    expect(
      rounds([
        llm('l', undefined, named),
        tool('a', undefined, named),
        tool('b', undefined, named),
      ]),
    ).toEqual([0, 0, 0]);
  });

  test('without ids: the first call, children of the reply, and calls that overlap', () => {
    expect(
      rounds([
        llm('l', undefined, at(0, 5)),
        tool('a', undefined, at(10, 20)),
        tool('b', undefined, at(15, 18)),
        tool('c', undefined, at(19, 30)),
        tool('d', undefined, at(40, 50)),
        llm('m', undefined, at(60)),
      ]),
    ).toEqual([0, 0, 0, 0, -1, 1]);
    expect(rounds([llm('l'), tool('a', 'l'), tool('b', 'l')])).toEqual([0, 0, 0]);
  });
});

describe('signatures', () => {
  test('levels refine each other; what was not recorded is equal to nothing', () => {
    const {steps} = build([
      tool('a', undefined, {toolName: 'ls', args: 'dir 1', result: 'x'}),
      tool('b', undefined, {toolName: 'ls', args: 'dir 2', result: 'x'}),
      tool('c', undefined, {toolName: 'ls', args: 'dir 1', result: 'y'}),
      tool('d', undefined, {toolName: 'ls', args: 'dir 1', result: 'x'}),
      tool('e', undefined, {toolName: 'ls', args: 'dir 1'}),
      tool('f', undefined, {toolName: 'rm', args: 'dir 1', result: 'x', status: 'error'}),
      tool('g', undefined, {toolName: 'ls'}),
    ]);
    expect([...steps.l0]).toEqual([0, 0, 0, 0, 0, 1, 0]);
    expect([...steps.l1]).toEqual([0, 0, 0, 0, 0, 1, -1]);
    expect([...steps.l2]).toEqual([0, 0, 0, 0, 0, 1, -1]);
    expect([...steps.l3]).toEqual([0, 1, 0, 0, 0, 2, -1]);
    expect([...steps.l4]).toEqual([0, 1, 2, 0, -1, 3, -1]);
    expect([...steps.outcome].map((code) => OUTCOMES[code])).toEqual([
      'ok',
      'ok',
      'ok',
      'ok',
      'unresolved',
      'error',
      'unresolved',
    ]);
    expect(steps.outcomeSig[0]).toBe(steps.outcomeSig[1]);
    expect(steps.outcomeSig[0]).not.toBe(steps.outcomeSig[5]);
  });

  test('an error type is an outcome where its message is not recorded', () => {
    const failed = {toolName: 'ls', args: 'x', status: 'error'} as const;
    const {steps} = build([
      tool('a', undefined, {...failed, errorType: '429'}),
      tool('b', undefined, {...failed, errorType: '429'}),
      tool('c', undefined, {...failed, errorType: '500'}),
      tool('d', undefined, failed),
    ]);
    expect(steps.l4[0]).toBe(steps.l4[1]);
    expect(steps.l4[2]).not.toBe(steps.l4[0]);
    expect(steps.l4[3]).toBe(-1);
  });

  test('replies: empty, text only, with tool calls', () => {
    const {steps} = build([
      llm('a', undefined, {reply: ''}),
      llm('b', undefined, {reply: 'hello'}),
      llm('c', undefined, {reply: '!'}),
      llm('d', undefined, {}),
    ]);
    expect([...steps.flags]).toEqual([STEP_FLAG.emptyReply, STEP_FLAG.textOnly, 0, 0]);
    expect(steps.textSig[3]).toBe(-1);
  });
});

describe('tokens', () => {
  test('each counting usage is paid by one step', () => {
    const {steps} = build([
      agent('main', undefined, {inputTokens: 50}),
      llm('outer', 'main', {inputTokens: 7}),
      llm('inner', 'outer'),
      tool('ask', 'main'),
      llm('sub', 'ask', {inputTokens: 11}),
    ]);
    expect([...steps.inputTokens]).toEqual([NaN, 7, NaN, 11]);
  });

  test('on any forest the steps sum up to the tree, every step is in one lane, in order', () => {
    fc.assert(
      fc.property(spanForest, (rows) => {
        const script = rows.map(({spanId, parentId, ...row}) => ({
          ...row,
          scope: 'one',
          id: spanId,
          ...(parentId === undefined ? {} : {parent: parentId}),
        }));
        const facts = buildFacts(script);
        const tree = buildCallTree(facts.spans);
        const {steps, lanes} = buildSteps(facts, tree);
        const sum = (values: Iterable<number>): number =>
          [...values].reduce((total, value) => total + (Number.isNaN(value) ? 0 : value), 0);
        const stepped = new Set(steps.spanRow);
        const isRelated = (row: number): boolean => {
          for (let above = row; above >= 0; above = tree.parent[above] ?? -1) {
            if (stepped.has(above)) return true;
          }
          const place = tree.preIndex[row] ?? 0;
          const below = tree.preOrder.subarray(place, place + (tree.size[row] ?? 1));
          return below.some((inner) => stepped.has(inner));
        };
        const paid = [...tree.usageCounts.keys()].filter(
          (row) => tree.usageCounts[row] === 1 && isRelated(row),
        );
        const ofTree = paid.map((row) => facts.spans.inputTokens[row] ?? 0);
        expect(sum(steps.inputTokens)).toBe(sum(ofTree));
        const inLanes = lanes.flatMap((lane, number) =>
          [...lane.steps].map((step) => ({step, number})),
        );
        inLanes.sort((a, b) => a.step - b.step);
        expect(inLanes.map(({step}) => step)).toEqual([...steps.kind.keys()]);
        expect(inLanes.map(({number}) => number)).toEqual([...steps.lane]);
        for (const lane of lanes) {
          expect([...lane.steps]).toEqual([...lane.steps].sort((a, b) => a - b));
        }
      }),
      {numRuns: 800},
    );
  });
});
