import {detectRun} from '../../src/detect/detect-run.js';
import type {VectorStep} from '../eval/vector.js';
import {buildVectorRuns} from '../eval/vector-run.js';

/** `tool('ls', 'a', 'x')`: the call `ls(a)` that answered `x`; no answer = not recorded. */
export function tool(
  name: string,
  arg: string,
  result?: string,
  more?: Partial<VectorStep>,
): VectorStep {
  return {kind: 'tool', name, args: {arg}, ...(result === undefined ? {} : {result}), ...more};
}

export function fail(
  name: string,
  arg: string,
  error: string,
  more?: Partial<VectorStep>,
): VectorStep {
  return {kind: 'tool', name, args: {arg}, error, ...more};
}

export function repeat(times: number, block: readonly VectorStep[]): readonly VectorStep[] {
  return Array.from({length: times}, () => block).flat();
}

/** One line a finding: `warning loop/cycle 2x3 at 0..5 recovered`. */
export function findIn(steps: readonly VectorStep[]): readonly string[] {
  return buildVectorRuns(steps).flatMap(({view, vectorIndex}) =>
    detectRun(view).map((finding) => {
      const at = `${vectorIndex[finding.firstStep] ?? -1}..${vectorIndex[finding.lastStep] ?? -1}`;
      const shape = `${finding.period ?? 0}x${finding.laps ?? 0}`;
      return `${finding.severity} ${finding.rule} ${shape} at ${at} ${finding.ending ?? ''}`.trim();
    }),
  );
}
