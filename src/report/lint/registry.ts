import type {LintRule} from './lint-rule.js';
import {rule as apology} from './rules/apology.js';
import {rule as blameModel} from './rules/blame-model.js';
import {rule as blamePerson} from './rules/blame-person.js';
import {rule as certainty} from './rules/certainty.js';
import {rule as emptyWord} from './rules/empty-word.js';
import {rule as missingEvidence} from './rules/missing-evidence.js';
import {rule as money} from './rules/money.js';
import {rule as partActions} from './rules/part-actions.js';
import {rule as partGovernance} from './rules/part-governance.js';
import {rule as partImpact} from './rules/part-impact.js';
import {rule as partTimeline} from './rules/part-timeline.js';
import {rule as toFill} from './rules/to-fill.js';
import {rule as triggerAsCause} from './rules/trigger-as-cause.js';
import {rule as unresolvedEvidence} from './rules/unresolved-evidence.js';

/** All rules of the linter. One line each. */
export const lintRules: readonly LintRule[] = [
  apology,
  blameModel,
  blamePerson,
  certainty,
  emptyWord,
  missingEvidence,
  money,
  partActions,
  partGovernance,
  partImpact,
  partTimeline,
  toFill,
  triggerAsCause,
  unresolvedEvidence,
];
