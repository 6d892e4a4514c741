import type {Locator} from '../../model/locator.js';
import {describeUse} from '../verdict/describe-use.js';
import type {DraftInput} from '../draft/draft-input.js';
import type {EvidenceSources} from '../draft/draft.js';
import {buildSarif, type SarifRegion, type SarifRule} from './sarif.js';

/** What a rule says of itself. */
export interface RuleText {
  readonly id: string;
  readonly title: string;
  readonly flags: string;
}

/** Findings of a run as SARIF: the finding's id is its fingerprint, its first step the place. */
export function toReportSarif(
  {findings, summary, toolVersion}: DraftInput,
  rules: readonly RuleText[],
  sources: EvidenceSources,
): object {
  return buildSarif({
    toolVersion,
    rules: rules.map(({id, title, flags}): SarifRule => ({
      id,
      title,
      help: flags,
      severity: 'warning',
    })),
    results: findings.map((finding) => {
      const at = sources.get(finding.firstStep);
      const used = describeUse(finding.use, summary).join(', ');
      return {
        ruleId: finding.rule,
        severity: finding.severity,
        message: `${finding.title}. Since step ${finding.firstStep + 1}; unchanged: ${finding.unchanged} Used ${used === '' ? 'an unknown amount' : used}.`,
        fingerprint: finding.id,
        file: at?.source,
        region: at === undefined ? undefined : toRegion(at.at),
        properties: {
          run: summary.id,
          confidence: finding.confidence,
          firstStep: finding.firstStep + 1,
          lastStep: finding.lastStep + 1,
          steps: finding.memberCount,
        },
      };
    }),
  });
}

function toRegion(at: Locator): SarifRegion {
  if (at.kind === 'row') return {};
  const bytes =
    at.offset === undefined
      ? {}
      : {byteOffset: at.offset, ...(at.length === undefined ? {} : {byteLength: at.length})};
  // SARIF lets a region be told by lines or by bytes; a line alone is what most viewers jump to.
  return at.kind === 'bytes' && at.line !== undefined ? {startLine: at.line, ...bytes} : bytes;
}
