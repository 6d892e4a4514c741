import {isNoIncident, proseOf} from '../claims.js';
import type {Hit, LintRule} from '../lint-rule.js';
import {missing} from './part-impact.js';

const CONTROL =
  /\b(?:limits?|guards?|guardrails?|breakers?|approv(?:al|e|ed|es)|human[- ]in[- ]the[- ]loop|HITL|validat(?:ion|e|ed|es)|permissions?|polic(?:y|ies)|context window|token limit|truncat(?:ed|ion)|budget|quota|allow-?list|sandbox|review(?:ed)?|verif(?:ication|ied|y)|authori[sz](?:ed|ation)|look for governance gaps)\b|\bl[ií]mit|\bfreigabe|\bgrenze|\bprüfung|\bvalida[tc]i|\bapproba|\baprobaci|\baprova|\bautori[sz]|\bberechtigung|\bpermis|上限|制限|承認|検証|限制|审批|验证/i;

export const rule: LintRule = {
  id: 'part/governance',
  severity: 'critical',
  title: 'no analysis of governance gaps',
  reason:
    'the same trigger comes again; what can be changed is the limit, the check or the approval that was not there',
  better:
    'say which tool-use limit was bypassed or missing, whether the context window was exceeded, and who approved writes',
  *check({document}): Generator<Hit> {
    if (isNoIncident(document)) return;
    const section = document.sections.find(({part}) => part === 'governance');
    if (section === undefined) {
      yield missing(document, 'no section analyses the governance gaps');
      return;
    }
    if (proseOf(document, 'governance').some(({text}) => CONTROL.test(text))) return;
    const from = section.place.offset;
    yield {
      from,
      to: from + section.heading.length,
      message: 'the section on governance names no limit, check or approval',
    };
  },
};
