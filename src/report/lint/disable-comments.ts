import type {Html} from 'mdast';
import type {Disabled} from './document.js';

const COMMENT = /<!--\s*whatbroke-(disable|enable|disable-next)\b([^>]*?)-->/g;

/**
 * `<!-- whatbroke-disable wording/money -->` to `<!-- whatbroke-enable wording/money -->` or the end;
 * `<!-- whatbroke-disable-next -->` for the next block of lines. Without a rule: all of them.
 */
export function readDisabled(comments: readonly Html[], lastLine: number): readonly Disabled[] {
  const done: Disabled[] = [];
  const open = new Map<string, {readonly rules: readonly string[]; readonly fromLine: number}>();
  for (const node of comments) {
    const line = node.position?.end.line ?? 1;
    for (const [, verb, list = ''] of node.value.matchAll(COMMENT)) {
      const rules = list.split(/[\s,]+/).filter((rule) => rule !== '');
      const key = rules.join(' ');
      if (verb === 'disable-next') done.push({rules, fromLine: line, toLine: line + 2});
      else if (verb === 'disable') open.set(key, {rules, fromLine: line});
      else {
        // Enabling without a rule ends all that is disabled.
        for (const [name, {rules: own, fromLine}] of [...open]) {
          if (key !== '' && name !== key) continue;
          done.push({rules: own, fromLine, toLine: line});
          open.delete(name);
        }
      }
    }
  }
  for (const {rules, fromLine} of open.values()) done.push({rules, fromLine, toLine: lastLine});
  return done;
}
