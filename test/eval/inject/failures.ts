import {compact} from '../../../src/model/compact.js';
import type {VectorStep} from '../vector.js';

/** What is put into a healthy run, and which rules may tell of it. */
export interface Failure {
  readonly kind: string;
  readonly size: string;
  readonly rules: readonly string[];
  /** `call` is a real call of the run with its answer; `random` is seeded. */
  build(call: VectorStep, random: () => number): readonly VectorStep[];
}

type Build = Failure['build'];

function lines(count: number, at: (i: number) => readonly VectorStep[]): readonly VectorStep[] {
  return Array.from({length: count}, (_, i) => at(i)).flat();
}

const hex = (random: () => number): string =>
  Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0');
const uuid = (random: () => number): string =>
  `${hex(random)}-${hex(random).slice(0, 4)}-4${hex(random).slice(0, 3)}-a${hex(random).slice(0, 3)}-${hex(random)}${hex(random).slice(0, 4)}`;

const say = (random: () => number): VectorStep => ({
  kind: 'llm',
  name: 'model',
  text: `I try ${hex(random)} and look at ${hex(random)}`,
});

const other = (random: () => number): VectorStep => ({
  kind: 'tool',
  name: 'look_aside',
  args: {at: hex(random)},
  result: `something else: ${hex(random)}`,
});

const part = (i: number): VectorStep => ({
  kind: 'tool',
  name: `part_${i}`,
  args: {of: 'the same task', part: i},
  result: `part ${'abcdefghij'[i] ?? 'x'} as before`,
});

const equal =
  (laps: number): Build =>
  (call, random) => {
    // each in a reply of its own: calls of one reply are a fan-out
    const again = compact<VectorStep>({...call, round: undefined});
    return lines(laps, () => [say(random), again]);
  };
const cycle =
  (period: number, laps: number, noise: number): Build =>
  (_call, random) =>
    lines(laps, () => [
      ...lines(period, (i) => [part(i)]),
      ...(random() < noise ? [other(random)] : []),
    ]);
const refused =
  (count: number, error: string): Build =>
  () =>
    lines(count, () => [{kind: 'llm', name: 'model', error, args_hash: 'stuck request'}]);
const nest =
  (names: readonly string[], depth: number): Build =>
  () =>
    lines(depth, (i) => [
      {
        kind: 'agent_start',
        agent: names[i % names.length] ?? 'a',
        span: `deep ${i}`,
        parent: i === 0 ? null : `deep ${i - 1}`,
        args: {task: 'the same task'},
      },
    ]);
const ring =
  (names: readonly string[], laps: number): Build =>
  () =>
    lines(names.length * laps, (i) => [
      {
        kind: 'handoff',
        agent: names[i % names.length] ?? 'a',
        name: names[(i + 1) % names.length] ?? 'b',
        args: {text: 'over to you'},
      },
    ]);

const REPEATS = ['exact_repeat', 'cycle', 'error_repeat', 'interleaved_repeat', 'low_novelty',
  'polling_no_progress', 'near_repeat']; // prettier-ignore

/** Every kind at two or three sizes, the smallest near its threshold. */
export const failures: readonly Failure[] = [
  ...[4, 8, 20].map((laps) => ({
    kind: 'equal call',
    size: `${laps} times`,
    rules: REPEATS,
    build: equal(laps),
  })),
  ...[2, 3, 5, 8].flatMap((period) =>
    [3, 6].map((laps) => ({
      kind: 'cycle',
      size: `${period} x ${laps}`,
      rules: REPEATS,
      build: cycle(period, laps, 0),
    })),
  ),
  ...[2, 3, 5].map((period) => ({
    kind: 'cycle with noise',
    size: `${period} x 8`,
    rules: REPEATS,
    build: cycle(period, 8, 0.5),
  })),
  ...[5, 12].map((laps) => ({
    kind: 'answers with new ids',
    size: `${laps} times`,
    rules: REPEATS,
    build: (_call: VectorStep, random: () => number) =>
      lines(laps, () => [
        {
          kind: 'tool',
          name: 'send_note',
          args: {to: 'ops'},
          result: {ok: true, request_id: uuid(random)},
        },
      ]),
  })),
  ...[4, 10].map((count) => ({
    kind: 'failing call',
    size: `${count} times`,
    rules: REPEATS,
    build: () =>
      lines(count, () => [
        {kind: 'tool', name: 'charge', args: {order: 7}, error: 'upstream refused the order'},
      ]),
  })),
  ...[5, 10].map((count) => ({
    kind: 'error whatever is asked',
    size: `${count} times`,
    rules: ['error_repeat', 'stagnation', 'near_repeat'],
    build: (_call: VectorStep, random: () => number) =>
      lines(count, () => [
        {
          kind: 'tool',
          name: 'crm_get',
          args: {id: hex(random)},
          error: 'service account is disabled',
        },
      ]),
  })),
  ...[3, 8].map((count) => ({
    kind: 'retry storm, refused',
    size: `${count} times`,
    rules: ['retry_storm'],
    build: refused(count, '401 invalid api key'),
  })),
  ...[6, 12].map((count) => ({
    kind: 'retry storm, overloaded',
    size: `${count} times`,
    rules: ['retry_storm', 'rate_limit_cascade'],
    build: refused(count, '529 overloaded'),
  })),
  ...[10, 30].map((count) => ({
    kind: 'poll',
    size: `${count} times`,
    rules: ['polling_no_progress', 'exact_repeat'],
    build: () =>
      lines(count, () => [
        {kind: 'tool', name: 'get_job_status', args: {id: 'j1'}, result: 'pending'},
      ]),
  })),
  ...[6, 12].map((count) => ({
    kind: 'stagnation',
    size: `${count} searches`,
    rules: ['stagnation', 'near_repeat'],
    build: (_call: VectorStep, random: () => number) =>
      lines(count, () => [
        {
          kind: 'tool',
          name: 'kb_search',
          args: {query: `${hex(random)} ${hex(random)}`},
          result: 'No results found.',
        },
      ]),
  })),
  ...[4, 12].map((count) => ({
    kind: 'unknown tool',
    size: `${count} times`,
    rules: ['unknown_tool'],
    build: () =>
      lines(count, (i) => [
        {kind: 'tool', name: 'fetch_all', args: {n: i}, error: 'Unknown tool: fetch_all'},
      ]),
  })),
  ...[8, 16].map((count) => ({
    kind: 'self-append',
    size: `${count} calls`,
    rules: ['self_append'],
    build: (_call: VectorStep, random: () => number) =>
      lines(count, (i) => [
        {
          kind: 'tool',
          name: 'bash',
          args: {command: Array.from({length: i + 1}, (_, k) => `echo part${k}`).join(' && ')},
          result: hex(random),
        },
      ]),
  })),
  ...[10, 30].map((count) => ({
    kind: 'sweep that wraps',
    size: `${count} pages`,
    rules: ['sweep_wrap', 'cycle'],
    build: () =>
      lines(count + Math.ceil(count / 2), (i) => {
        const offset = (i % count) * 40;
        return [
          {
            kind: 'tool',
            name: 'read_part',
            args: {path: 'big.log', offset, limit: 40},
            result: `lines ${offset} ${offset * 7919}`,
          },
        ];
      }),
  })),
  ...[4, 12].map((depth) => ({
    kind: 'recursion, one agent',
    size: `${depth} deep`,
    rules: ['recursion', 'depth'],
    build: nest(['solver'], depth),
  })),
  ...[6, 24].map((depth) => ({
    kind: 'recursion, two agents',
    size: `${depth} deep`,
    rules: ['recursion', 'depth'],
    build: nest(['legal', 'tech'], depth),
  })),
  ...[3, 10].map((laps) => ({
    kind: 'hand-off cycle',
    size: `2 x ${laps}`,
    rules: ['handoff_cycle'],
    build: ring(['ann', 'ben'], laps),
  })),
  ...[3, 10].map((laps) => ({
    kind: 'hand-off cycle',
    size: `3 x ${laps}`,
    rules: ['handoff_cycle'],
    build: ring(['ann', 'ben', 'cat'], laps),
  })),
  ...[3, 9].map((count) => ({
    kind: 'empty replies',
    size: `${count} times`,
    rules: ['empty_response'],
    build: () => lines(count, () => [{kind: 'text', text: ''}]),
  })),
  ...[4, 9].map((count) => ({
    kind: 'one reply again',
    size: `${count} times`,
    rules: ['text_repeat'],
    build: () =>
      lines(count, () => [
        {kind: 'text', text: 'I will now go on with the next part of the work.'},
      ]),
  })),
  ...[3, 8].map((count) => ({
    kind: 'compaction thrash',
    size: `${count} times`,
    rules: ['compaction_thrash'],
    build: () =>
      lines(count, () => [{kind: 'compaction', tokens_before: 190000, tokens_after: 180000}]),
  })),
  ...[4, 12].map((count) => ({
    kind: 'silent truncation',
    size: `${count} prompts`,
    rules: ['context_overflow', 'silent_truncation'],
    build: (_call: VectorStep, random: () => number) =>
      lines(count, (i) => [
        {kind: 'llm', name: 'model', text: `thinks of ${hex(random)} ${i}`, tokens_in: 4_000_000},
        {kind: 'tool', name: 'look_aside', args: {at: hex(random)}, result: `found ${hex(random)}`},
      ]),
  })),
];
