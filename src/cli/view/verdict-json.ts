import {rankRuns} from '../../report/verdict/rank-runs.js';
import type {VerdictInput} from '../../report/verdict/verdict-input.js';
import {toFindingJson} from './finding-json.js';

/** The verdict for a program: the same facts as the text, runs worst first. */
export function toVerdictJson({runs, records, diagnostics}: VerdictInput): object {
  return {
    runs: rankRuns(runs).map(({summary, findings, since}) => ({
      ...summary,
      findings: findings.map((finding) => toFindingJson(finding)),
      since: since === undefined ? undefined : {...since, step: since.step + 1},
    })),
    records,
    diagnostics,
  };
}
