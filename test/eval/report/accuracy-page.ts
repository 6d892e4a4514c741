import {baselines} from '../baselines.js';
import type {InjectionScore} from '../inject/inject.js';
import {listRealSources} from '../real-logs.js';
import type {JudgedRun, RecordedRun} from '../score-runs.js';
import {MIN_NEAR_MISSES, MIN_POSITIVES} from '../score-rules.js';
import type {RuleScore} from '../score-rules.js';
import type {Scored} from '../score-vectors.js';
import {formatShare} from '../wilson.js';
import {list, median, table} from './tables.js';
import {scoreVectorBaselines} from './vector-baselines.js';

export interface VectorSet {
  readonly name: string;
  readonly scored: readonly Scored[];
}

/** What the rules scored on a set when they first saw it, before anything was changed for it. */
export interface FirstScore {
  readonly set: string;
  readonly right: number;
  readonly total: number;
  readonly falseAlarms: number;
  /** Vectors of the set without a loop, as labelled then. */
  readonly others: number;
  readonly since: string;
}

export interface Accuracy {
  readonly vectorSets: readonly VectorSet[];
  readonly rules: readonly RuleScore[];
  readonly firstScores: readonly FirstScore[];
  readonly runs: readonly JudgedRun[];
  readonly recorded: readonly RecordedRun[];
  readonly injections: readonly InjectionScore[];
  /** Why a warning on a healthy run is right, by run id; a run without one is a false alarm. */
  readonly defended: ReadonlyMap<string, string>;
}

/** docs/accuracy.md: every figure from the data, misses and false alarms by id. Deterministic. */
export function buildAccuracyPage(accuracy: Accuracy): string {
  const parts = [
    `# How well the rules do\n\nMade by \`npm run eval\`; do not edit. Shares come with their 95 % Wilson interval. Thresholds are the
defaults. Where these figures come from logs that stand beside the repository, the sections say so; the
logs themselves are not a part of it.\n`,
    describeVectors(accuracy.vectorSets),
    describeFirstScores(accuracy.firstScores),
    describeRules(accuracy.rules),
    describeRecorded(accuracy.recorded),
    describeReal(accuracy),
    describeInjections(accuracy.injections),
    LIMITS,
  ];
  return parts.join('\n');
}

const LIMITS = `## What these figures do not say

- The vectors are restated from tests and complaints of other tools, or written by us; the labels are our own
  verdicts. They are examples of ideas and no sample of the world.
- \`context/silent-truncation\` was tuned on the recorded twin of lost-instructions. Its vector rule-trunc-2 was first
  labelled "must warn" and is undecided since: the same shape is healthy in that twin. rule-trunc-7 was written after
  the rule. Its 2 of 2 say that the rule does what it is meant to, and nothing about logs that it has not seen.
- \`context/runaway-growth\`, and \`context/compaction-thrash\` where no event tells a compaction, were written for the
  recorded incidents budget-burn and compaction-thrash, and fire on no other recorded or real run.
- Healthy runs are few and of few agents. An interval for zero false alarms in n runs still reaches up to about
  4/n.
- Injected failures are put in by a program; real ones look different and are harder to date.
- Work that goes on with other words and without progress has no structure that a rule could see. Only limits
  stop it.
`;

function describeVectors(sets: readonly VectorSet[]): string {
  const rows = sets.map(({name, scored}) => {
    const loops = scored.filter(({vector}) => vector.ours.loop === true);
    const others = scored.filter(({vector}) => vector.ours.loop !== true);
    return [
      name,
      formatShare(scored.filter(({right}) => right).length, scored.length),
      formatShare(loops.filter(({right}) => right).length, loops.length),
      formatShare(others.filter(({falseAlarm}) => falseAlarm).length, others.length),
    ];
  });
  const all = sets.flatMap(({scored}) => scored);
  const wrong = all
    .filter(({right}) => !right)
    .map(({vector, got}) => `\`${vector.id}\`: ${describeGot(got)}`);
  return `## Vectors

${table(['set', 'right', 'loops found', 'false alarms'], rows)}

Wrong verdicts:

${list(wrong, 'None.')}
What simpler rules do on the same vectors (an alarm anywhere counts as found):

${table(
  ['rule', 'like', 'loops found', 'false alarms', 'precision'],
  scoreVectorBaselines(all).map((row) => [
    row.name,
    row.like,
    formatShare(row.hits, row.loops),
    formatShare(row.false, row.others),
    formatShare(row.hits, row.hits + row.false),
  ]),
)}
`;
}

function describeFirstScores(scores: readonly FirstScore[]): string {
  const rows = scores.map(({set, right, total, falseAlarms, others}) => [
    set,
    formatShare(right, total),
    formatShare(falseAlarms, others),
  ]);
  return `### The first score counts

Every set above was looked at while the rules were changed, so its score today says that the rules do what is
meant, and not what they will do on the next one. That is told by the score of the first run on a set, before any
change for it:

${table(['set', 'right at first', 'false alarms at first'], rows)}

${list(
  scores.map(({set, since}) => `${set}: ${since}`),
  'None.',
)}`;
}

function describeGot(got: Scored['got']): string {
  return got.length === 0
    ? 'silent'
    : got.map(({type, severity}) => `${severity} ${type}`).join(', ');
}

function describeRules(rules: readonly RuleScore[]): string {
  const rows = rules.map((score) => [
    `\`${score.rule}\``,
    formatShare(score.found, score.positives),
    formatShare(score.rightWarnings, score.rightWarnings + score.wrongWarnings),
    score.nearMisses,
    score.realRuns === 0 ? 'unproven' : `${score.realRuns} (${score.realSources.join(', ')})`,
  ]);
  const thin = rules
    .filter(({positives, nearMisses}) => positives < MIN_POSITIVES || nearMisses < MIN_NEAR_MISSES)
    .map(
      ({rule, positives, nearMisses}) =>
        `\`${rule}\`: ${positives} positives, ${nearMisses} near misses`,
    );
  return `## Rules

Recall: of the vectors whose verdict names the rule first, how many get a warning that fits. Precision: of its
warnings on vectors, how many are on one with a loop. A near miss is a vector without a loop on which the rule
stays silent and would speak with its counts halved. A rule that fires on no real or recorded run is unproven.

${table(['rule', 'recall', 'precision', 'near misses', 'real or recorded runs'], rows)}

Rules with too few examples (at least ${MIN_POSITIVES} positives and ${MIN_NEAR_MISSES} near misses are wanted):

${list(thin, 'None.')}`;
}

/** Warnings of one recording that are spelled out. */
const MAX_SHOWN = 2;

function describeRecorded(recorded: readonly RecordedRun[]): string {
  const rows = recorded.map((run) => {
    const warnings = run.findings.filter(({severity}) => severity !== 'info');
    const shown = warnings.slice(0, MAX_SHOWN);
    const more =
      warnings.length > shown.length ? ` and ${warnings.length - shown.length} more` : '';
    const seen = new Set(warnings.flatMap(({rule, alsoSeenAs}) => [rule, ...(alsoSeenAs ?? [])]));
    const expected = [...run.expected, ...run.wanted];
    const isHit = expected.some((rule) => [...seen].some((own) => own === rule));
    const verdict =
      run.standing === 'healthy'
        ? warnings.length === 0
          ? 'silent, as it should be'
          : 'FALSE ALARM'
        : isHit
          ? 'found'
          : warnings.length > 0
            ? 'other rule'
            : 'MISSED';
    return [
      run.id,
      verdict,
      expected.map((rule) => `\`${rule}\``).join(' '),
      `${shown.map(({rule, severity, firstStep}) => `${severity} \`${rule}\` at step ${firstStep + 1}`).join(', ')}${more}`,
    ];
  });
  return `## Recorded incidents and their healthy twins

${rows.length === 0 ? 'None recorded yet.\n' : table(['recording', 'verdict', 'expected', 'warnings'], rows)}
`;
}

function describeReal({runs, defended}: Accuracy): string {
  const sources = listRealSources('').map(({name, note}) => ({name, note}));
  const rows = sources.flatMap(({name, note}) =>
    (['healthy', 'incident', 'apart'] as const).flatMap((standing) => {
      const own = runs.filter((run) => run.source === name && run.standing === standing);
      if (own.length === 0) return [];
      const warned = own.filter(hasWarning).length;
      return [[name, standing, own.length, formatShare(warned, own.length), note]];
    }),
  );
  const healthy = runs.filter(({standing}) => standing === 'healthy');
  const warned = healthy.filter(hasWarning);
  const undefended = warned.filter(({id}) => !defended.has(id));
  const baselineRows = baselines.map(({name}) => {
    const false_ = healthy.filter(({alarms}) => alarms.includes(name)).length;
    const bad = runs.filter(({standing}) => standing === 'incident');
    return [
      name,
      formatShare(bad.filter(({alarms}) => alarms.includes(name)).length, bad.length),
      formatShare(false_, healthy.length),
    ];
  });
  const told = (run: JudgedRun): string =>
    `${run.source} ${run.id}: ${describeWarnings(run)}${defended.has(run.id) ? `. Right: ${defended.get(run.id) ?? ''}` : ''}`;
  return `## Real logs (beside the repository)

${table(['source', 'standing', 'runs', 'with a warning', 'what'], rows)}

Healthy runs with a warning: ${formatShare(warned.length, healthy.length)}, of which ${undefended.length} cannot be defended.

${list(warned.map(told), 'None.')}
Incidents without a warning:

${list(
  runs
    .filter((run) => run.standing === 'incident' && !hasWarning(run))
    .map(({source, id}) => `${source} ${id}`),
  'None.',
)}
Warnings on runs that are neither:

${list(runs.filter((run) => run.standing === 'apart' && hasWarning(run)).map(told), 'None.')}
Simpler rules on the same runs:

${table(['rule', 'incidents with an alarm', 'healthy runs with an alarm'], baselineRows)}
`;
}

function hasWarning(run: JudgedRun): boolean {
  return run.findings.some(({severity}) => severity !== 'info');
}

function describeWarnings(run: JudgedRun): string {
  return run.findings
    .filter(({severity}) => severity !== 'info')
    .map(
      ({rule, severity, firstStep, lastStep, title}) =>
        `${severity} \`${rule}\`, steps ${firstStep + 1}-${lastStep + 1} of ${run.steps} (${title})`,
    )
    .join('; ');
}

function describeInjections(scores: readonly InjectionScore[]): string {
  const rows = scores.map(({kind, size, tried, found, onsetErrors, falseAlarms}) => [
    kind,
    size,
    formatShare(found, tried),
    onsetErrors.length === 0
      ? '-'
      : `${median(onsetErrors)} (worst ${onsetErrors.reduce((a, b) => Math.max(a, b), 0)})`,
    falseAlarms.length,
  ]);
  const missed = scores.flatMap(({kind, size, missed: own}) =>
    own.map((id) => `${kind}, ${size}: ${id}`),
  );
  const alarms = [...new Set(scores.flatMap(({falseAlarms}) => falseAlarms))];
  return `## Injected failures

Each kind and size is put into healthy real runs at a seeded place; half of the runs go on after it, half end
there. The onset error is the distance in steps between where it was put in and where the finding begins.

${rows.length === 0 ? 'No healthy runs to put them into.\n' : table(['failure', 'size', 'found', 'onset error (median)', 'warnings elsewhere'], rows)}

Not found:

${list(missed, 'None.')}
Warnings elsewhere in these runs:

${list(alarms, 'None.')}`;
}
