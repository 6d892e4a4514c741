import {describe, expect, test} from '@jest/globals';
import {detectRun} from '../../src/detect/detect-run.js';
import type {VectorStep} from '../eval/vector.js';
import {buildVectorRuns} from '../eval/vector-run.js';
import {findIn} from './steps.js';

/** A chain of agents, each below the one before; the task is optional. */
function chain(agents: readonly string[], task?: (depth: number) => string): VectorStep[] {
  return agents.map((agent, i) => ({
    kind: 'agent_start',
    agent,
    span: `s${i}`,
    parent: i === 0 ? null : `s${i - 1}`,
    ...(task === undefined ? {} : {args: {task: task(i)}}),
  }));
}

describe('recursion/recursion', () => {
  test('agents that call each other, found from the path of ancestors', () => {
    const agents = Array.from({length: 8}, (_, i) => (i % 2 === 0 ? 'legal' : 'tech'));
    expect(findIn(chain(agents))).toEqual(['warning recursion/recursion 2x4 at 0..7 ran-to-end']);
  });

  test('deep and all different, or side by side, is no recursion', () => {
    expect(findIn(chain(Array.from({length: 30}, (_, i) => `agent${i}`)))).toEqual([]);
    const siblings = [...chain(['lead']), ...chain(Array.from({length: 9}, () => 'worker'))].map(
      (step, i): VectorStep => (i === 0 ? step : {...step, span: `w${i}`, parent: 's0'}),
    );
    expect(findIn(siblings)).toEqual([]);
  });

  test('a smaller task at each level is divide and conquer, until it is very deep', () => {
    const same = Array.from({length: 5}, () => 'solver');
    expect(findIn(chain(same, (i) => `part ${i}`))[0]).toContain('info recursion/recursion 1x5');
    expect(findIn(chain(same, () => 'all'))[0]).toContain('warning recursion/recursion 1x5');
  });

  /** Agents below the tool call that started them, each starting `fanOut` more. */
  function spawned(levels: number, fanOut: number, task: (id: string) => string): VectorStep[] {
    const steps: VectorStep[] = [{kind: 'agent_start', agent: 'lead', span: 's', parent: null}];
    let parents = ['s'];
    for (let level = 0; level < levels; level++) {
      const next: string[] = [];
      for (const parent of parents) {
        for (let i = 0; i < fanOut; i++) {
          const id = `${parent}${i}`;
          const call = {
            kind: 'tool',
            name: 'delegate',
            args: {task: task(id)},
            result: id,
          } as const;
          steps.push({...call, span: `t${id}`, parent});
          steps.push({kind: 'agent_start', agent: 'worker', span: id, parent: `t${id}`});
          next.push(id);
        }
      }
      parents = next;
    }
    return steps;
  }

  test('the task of an agent stands in the call that started it', () => {
    const halves = findIn(spawned(4, 2, (id) => `part ${id}`));
    expect(halves).not.toEqual([]);
    expect(halves.every((line) => line.startsWith('info recursion/'))).toBe(true);
    const whole = findIn(spawned(4, 2, () => 'all of it'));
    expect(whole.filter((line) => line.startsWith('warning recursion/recursion'))).toHaveLength(1);
  });

  test('the branches below one entry are one recursion', () => {
    const [run] = buildVectorRuns(spawned(5, 2, () => 'all of it'));
    const found = run === undefined ? [] : detectRun(run.view);
    const recursions = found.filter(({rule}) => rule === 'recursion/recursion');
    expect(recursions.map(({metrics}) => metrics)).toEqual([{depth: 5, paths: 32}]);
    expect(recursions[0]?.title).toContain('on 32 paths');
  });

  test('a chain twenty thousand deep is found once', () => {
    const agents = Array.from({length: 20_000}, (_, i) => ['a', 'b', 'c'][i % 3] ?? '');
    expect(findIn(chain(agents))).toEqual([
      'critical recursion/recursion 3x6666 at 0..19999 ran-to-end',
    ]);
  });
});

describe('retry/retry-storm', () => {
  const llm = (t: number, more: Partial<VectorStep>): VectorStep => ({
    kind: 'llm',
    name: 'gpt',
    t,
    args_hash: 'h',
    ...more,
  });
  const row = (error: string, times: readonly number[]): VectorStep[] =>
    times.map((t) => llm(t, {error}));

  test('an error that no retry cures, from three; others from six', () => {
    expect(findIn(row('401 invalid api key', [0, 1, 2]))[0]).toContain(
      'warning retry/retry-storm 1x3',
    );
    expect(findIn(row('503 overloaded', [0, 1, 2, 3, 4]))[0]).toContain(
      'info retry/retry-storm 1x5',
    );
    expect(findIn(row('503 overloaded', [0, 1, 2, 3, 4, 5]))[0]).toContain('warning');
  });

  test('another request, or success, ends the row', () => {
    const mixed = row('503', [0, 1, 2, 3, 4, 5, 6, 7]).map((step, i) => ({
      ...step,
      args_hash: `h${i}`,
    }));
    expect(findIn(mixed)).toEqual([]);
    expect(findIn([...row('429', [0, 2, 6, 14, 30, 62]), llm(130, {result: 'ok'})])[0]).toContain(
      'info',
    );
  });

  test('retries inside retries multiply', () => {
    const nested = [0, 1, 10, 11].map((t, i) =>
      llm(t, {error: 'timeout', parent: `try-${i >> 1}`}),
    );
    expect(findIn(nested)[0]).toContain('warning retry/retry-storm 1x4');
  });
});

test('findings are the same twice, and the id does not hang on rotation', () => {
  const lap = ['a', 'b', 'c'].map((name): VectorStep => ({
    kind: 'tool',
    name,
    args: {},
    result: `r ${name}`,
  }));
  const loop = [lap, lap, lap, lap].flat();
  const ids = (steps: readonly VectorStep[]): readonly string[] =>
    buildVectorRuns(steps).flatMap(({view}) => detectRun(view).map(({identity}) => identity));
  expect(ids(loop)).toEqual(ids(loop));
  expect(ids(loop.slice(1))).toEqual(ids(loop));
});
