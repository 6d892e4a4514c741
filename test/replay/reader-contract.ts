import {expect, test} from '@jest/globals';
import type {TraceReader} from '../../src/replay/reader.js';

/** What every TraceReader promises; run over the fake and over the real one. The run must have steps. */
export function checkReaderContract(
  name: string,
  open: () => Promise<{readonly reader: TraceReader; readonly runId: string}>,
): void {
  test(`${name}: keeps the reader contract`, async () => {
    const {reader, runId} = await open();
    const run = await reader.run(runId);
    if (run === undefined) throw new Error('the run under test is missing');
    const {steps} = run;
    expect((await reader.runs()).map((item) => item.id)).toContain(runId);

    const first = await reader.steps(runId, 0, Math.min(steps, 50));
    expect(first.map((row) => row.step)).toEqual(first.map((_row, index) => index));
    expect(first).toHaveLength(Math.min(steps, 50));
    const middle = Math.floor(steps / 2);
    expect((await reader.steps(runId, middle, middle + 1)).map((row) => row.step)).toEqual([
      middle,
    ]);
    // Ranges are half open, clipped to the run, and may be empty.
    expect(await reader.steps(runId, steps, steps + 10)).toEqual([]);
    expect(await reader.steps(runId, 3, 3)).toEqual([]);
    expect(await reader.steps(runId, steps - 1, steps + 10)).toHaveLength(1);
    expect((await reader.steps(runId, 0, 5000)).length).toBeLessThanOrEqual(1000);

    const detail = await reader.step(runId, middle, 10);
    expect(detail?.step).toBe(middle);
    for (const cut of [detail?.args, detail?.result]) {
      if (cut === undefined) continue;
      expect(cut.text.length).toBeLessThanOrEqual(10);
      expect(cut.totalChars).toBeGreaterThanOrEqual(cut.text.length);
    }
    const last = await reader.step(runId, steps - 1, 10);
    expect(last?.soFar).toMatchObject({llmCalls: run.llmCalls, toolCalls: run.toolCalls});
    expect(await reader.step(runId, steps, 10)).toBeUndefined();

    for (const finding of await reader.findings(runId)) {
      expect(finding.firstStep).toBeLessThanOrEqual(finding.lastStep);
      expect(finding.lastStep).toBeLessThan(steps);
      expect(finding.members.length).toBeLessThanOrEqual(finding.memberCount);
      const [row] = await reader.steps(runId, finding.firstStep, finding.firstStep + 1);
      expect(row?.findings).toContain(finding.id);
    }
    const error = await reader.nextError(runId, 0, true);
    if (error !== undefined) {
      const [row] = await reader.steps(runId, error, error + 1);
      expect(row?.outcome).toBe('error');
      // At or after, at or before: the step itself counts.
      expect(await reader.nextError(runId, error, true)).toBe(error);
      expect(await reader.nextError(runId, error, false)).toBe(error);
    }
    const tree = await reader.tree(runId, {fromPre: 0, limit: 5, fold: false});
    expect(tree.length).toBeLessThanOrEqual(5);
    expect(tree[0]?.pre).toBe(0);

    expect(await reader.run('no such run')).toBeUndefined();
    expect(await reader.steps('no such run', 0, 5)).toEqual([]);
    expect(await reader.findings('no such run')).toEqual([]);
    await reader.close();
  });
}
