import {locate, type LintRule} from '../lint-rule.js';
import {findMoney} from '../money.js';

export const rule: LintRule = {
  id: 'wording/money',
  severity: 'critical',
  title: 'an amount of money',
  reason: 'prices change with contracts and vendors; the waste is what the system did',
  better: 'state it in tokens, calls, seconds, or times a healthy run',
  *check({document}) {
    for (const unit of document.units) {
      for (const match of findMoney(unit.text)) {
        const [found] = match;
        yield {
          ...locate(unit, match.index, found.trimEnd().length),
          message: `"${found.trim()}" is an amount of money`,
        };
      }
    }
  },
};
