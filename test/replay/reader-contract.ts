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

    const overview = await reader.overview(runId);
    expect(overview?.profile.steps).toBe(steps);
    for (const column of ['tokens', 'depth', 'context', 'errors', 'writes'] as const)
      expect(overview?.profile[column]).toHaveLength(Math.min(steps, 512));
    expect(overview?.outline.every((node, at) => node.parent < at)).toBe(true);

    // What the search finds in pieces is what looking at every row finds.
    const condition = {kind: 'number', field: 'step', comparison: '>=', value: middle} as const;
    const found: number[] = [];
    for (let from: number | undefined = 0; from !== undefined;) {
      const piece = await reader.find(runId, {condition, from, forward: true, limit: 700});
      expect(piece.steps.length).toBeLessThanOrEqual(700);
      found.push(...piece.steps);
      from = piece.next;
    }
    expect(found[0]).toBe(Math.max(0, middle - 1));
    expect(found).toHaveLength(steps - Math.max(0, middle - 1));
    const back = await reader.find(runId, {condition, from: steps - 1, forward: false, limit: 2});
    expect(back.steps).toEqual([steps - 1, steps - 2].filter((step) => step >= 0));

    const [spanned] = await reader.steps(runId, middle, middle + 1);
    if (spanned?.spanId !== undefined)
      expect(await reader.stepOfSpan(runId, spanned.spanId)).toBe(middle);
    expect(await reader.stepOfSpan(runId, 'no such span')).toBeUndefined();
    if (spanned?.startUs !== undefined) {
      const at = await reader.stepAtTime(runId, spanned.startUs);
      const [there] = await reader.steps(runId, at ?? 0, (at ?? 0) + 1);
      expect(there?.startUs).toBe(spanned.startUs);
    }
    const view = {fold: false, collapsed: new Set<number>(), opened: []};
    const around = await reader.treeAround(runId, {pre: 1, before: 5, after: 5, view});
    expect(around.isFirst).toBe(true);
    expect(around.rows.map((row) => row.pre)).toEqual(around.rows.map((_row, index) => index));
    const shut = {fold: true, collapsed: new Set([0]), opened: []};
    const hidden = await reader.treeAround(runId, {pre: 1, before: 5, after: 0, view: shut});
    expect(hidden.rows.map((row) => row.pre)).toEqual([0]);
    expect((await reader.notes(runId)).notes).toEqual([]);

    expect(await reader.run('no such run')).toBeUndefined();
    expect(await reader.steps('no such run', 0, 5)).toEqual([]);
    expect(await reader.findings('no such run')).toEqual([]);
    await reader.close();
  });
}
