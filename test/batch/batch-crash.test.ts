import {readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {runBatch, type BatchSummary} from '../../src/batch/batch.js';
import type {BatchEvent} from '../../src/batch/progress.js';
import {packFacts, unpackFacts} from '../../src/batch/worker/fact-bytes.js';
import type {StartWorker, WorkerHandle} from '../../src/batch/worker/port.js';
import {startProcessAt} from '../../src/batch/worker/start-process.js';
import {BigNumber} from '../../src/model/json.js';
import type {Fact} from '../../src/model/facts.js';
import {CaseWriter} from '../../src/store/case-writer.js';
import {killAndCompare} from '../../scripts/kill-batch.mjs';
import {tempDir} from '../helpers/temp-dir.js';

const SLOW_MS = 180_000;
// A worker loads from the build: `npm test` makes it first.
const entry = resolve(import.meta.dirname, '../../dist/src/batch/worker/main.js');
const folder = tempDir();

const log = (id: string): string =>
  `{"whatbroke":1,"trace":"${id}","span":"s","kind":"tool","name":"look","start":"2026-01-02T09:00:00Z"}\n`;

/** Workers that die as soon as they are given a file whose name says so, as one without memory would. */
function startMortal(dies: (path: string, times: number) => boolean): StartWorker {
  const seen = new Map<string, number>();
  return (): WorkerHandle => {
    const worker = startProcessAt(entry);
    let onExit: ((how: string) => void) | undefined;
    return {
      ...worker,
      onExit: (listen) => {
        onExit = listen;
        worker.onExit(listen);
      },
      send: (message) => {
        if (message.kind === 'read') {
          const {path} = message.task;
          const times = (seen.get(path) ?? 0) + 1;
          seen.set(path, times);
          if (dies(path, times)) {
            worker.kill();
            setImmediate(() => onExit?.('signal SIGKILL'));
            return;
          }
        }
        worker.send(message);
      },
    };
  };
}

async function batch(
  casePath: string,
  startWorker: StartWorker,
): Promise<{readonly summary: BatchSummary; readonly events: readonly BatchEvent[]}> {
  const writer = CaseWriter.open(casePath);
  const events: BatchEvent[] = [];
  try {
    const summary = await runBatch({
      paths: [join(folder, 'logs-*.jsonl')],
      casePath,
      writer,
      startWorker,
      workers: 2,
      tool: '1.0.0',
      signal: new AbortController().signal,
      tell: (event) => {
        events.push(event);
      },
    });
    return {summary, events};
  } finally {
    writer.close();
  }
}

describe('a worker that dies', () => {
  test(
    'once: the file is read by another; twice: it is set aside and named, also by the next batch',
    async () => {
      for (const name of ['a', 'once', 'twice', 'z']) {
        writeFileSync(join(folder, `logs-${name}.jsonl`), log(name));
      }
      const casePath = join(folder, 'case.db');
      const mortal = startMortal(
        (path, times) => path.includes('twice') || (path.includes('once') && times === 1),
      );
      const {summary, events} = await batch(casePath, mortal);
      expect(summary.counts).toEqual({found: 4, read: 3, unchanged: 0, skipped: 1});
      expect(summary.skipped).toMatchObject([{kind: 'set-aside'}]);
      expect(summary.skipped[0]?.reason).toContain('logs-twice.jsonl: set aside');
      expect(events.filter(({kind}) => kind === 'worker-crash')).toHaveLength(3);
      const again = await batch(casePath, () => startProcessAt(entry));
      expect(again.summary.counts).toEqual({found: 4, read: 0, unchanged: 3, skipped: 1});
      // A file that has changed is tried again.
      writeFileSync(join(folder, 'logs-twice.jsonl'), log('twice') + log('more'));
      const changed = await batch(casePath, () => startProcessAt(entry));
      expect(changed.summary.counts).toEqual({found: 4, read: 1, unchanged: 3, skipped: 0});
    },
    SLOW_MS,
  );

  test(
    'or a batch that is killed: the same result as one that ran through (longer: scripts/kill-batch.mjs)',
    async () => {
      const hits = await killAndCompare(join(folder, 'kill'), {kills: 2, runs: 16, seed: 5});
      expect(Object.values(hits).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(2);
    },
    SLOW_MS,
  );

  test('when none can be started at all, that is told and no file is blamed', async () => {
    const missing = join(folder, 'no-such-worker.js');
    await expect(batch(join(folder, 'none.db'), () => startProcessAt(missing))).rejects.toThrow(
      /no worker can be started/,
    );
  });
});

test('facts survive the way between processes: big numbers, odd keys, absent fields', () => {
  const attributes = JSON.parse('{"__proto__": 1, "deep": [{"n": 0}], "text": "x"}') as Record<
    string,
    number
  >;
  const span = {
    traceId: 't', spanId: 's', kind: 'tool', name: 'n', input: [new BigNumber('12345678901234567890'), {text: '1'}],
  } as const; // prettier-ignore
  const facts: readonly Fact[] = [
    {kind: 'span', span: {...span, attributes}, at: {kind: 'bytes', offset: 0, length: 1}},
  ];
  const message = packFacts(facts);
  expect(message.hasBigNumbers).toBe(true);
  const [back] = unpackFacts(message);
  expect(back).toEqual(facts[0]);
  const [big] =
    back?.kind === 'span' && Array.isArray(back.span.input) ? (back.span.input as unknown[]) : [];
  expect(big).toBeInstanceOf(BigNumber);
  expect(packFacts([{kind: 'checkpoint', state: null}]).hasBigNumbers).toBe(false);
  expect(readFileSync(entry, 'utf8')).toContain('serveTasks');
});
