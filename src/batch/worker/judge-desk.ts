import {analyzeRun} from '../../analyze/analyze.js';
import {buildAnalysisVersion} from '../../analyze/analysis-version.js';
import {rankFindings} from '../../detect/rank.js';
import {detectors} from '../../detect/registry.js';
import {CaseFacts} from '../../store/case-facts.js';
import {DetachedRuns} from '../../store/detached-runs.js';
import type {DerivedRows} from '../../store/derived-rows.js';
import {assert} from '../../model/assert.js';
import type {RunView} from '../../tree/run-view.js';
import {buildSurvey} from '../survey/build-survey.js';
import {SURVEY_VERSION} from '../survey/survey.js';
import type {ToWorker} from './protocol.js';

/** Analyses runs of a case that another process writes. */
export class JudgeDesk {
  #facts: {readonly path: string; readonly case: CaseFacts} | undefined;
  #runs: DetachedRuns | undefined;

  judge({casePath, plan}: Extract<ToWorker, {readonly kind: 'judge'}>): DerivedRows {
    const facts = this.#open(casePath);
    this.#runs ??= new DetachedRuns();
    let view: RunView | undefined;
    const run = analyzeRun(facts, plan, {
      detectors,
      rank: (findings, seen) => {
        view = seen;
        return rankFindings(seen, findings);
      },
    });
    assert(view !== undefined, 'findings are ranked in the view they were found in');
    const survey = buildSurvey({
      view,
      findings: run.findings,
      attributes: facts.attributes(plan.traceKeys),
    });
    return this.#runs.derive(run, buildAnalysisVersion(detectors), {
      version: SURVEY_VERSION,
      data: JSON.stringify(survey),
    });
  }

  #open(path: string): CaseFacts {
    if (this.#facts?.path !== path) {
      this.#facts?.case.close();
      this.#facts = {path, case: CaseFacts.open(path)};
    }
    return this.#facts.case;
  }
}
