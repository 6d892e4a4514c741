import {matchesPathPattern} from '../../calls/paths.js';
import {recognizeWrite} from '../../governance/list-writes.js';
import type {GuardKind} from '../../guard-kind.js';
import {BREACH_LIMIT, readList, startBreachMeter} from '../../meter/breach-meter.js';
import {lacksArguments} from '../../meter/recorded.js';
import {compilePattern} from '../../packs/compile-pattern.js';

/** Characters of a call that patterns are tried on (STYLE H5). */
const MAX_CHARS = 16 * 1024;

export const kind: GuardKind = {
  id: 'content-rules',
  title: 'What may be written where',
  watches: 'behaviour',
  stops:
    'Writes whose text matches a pattern that must not be written, everywhere or into some folders.',
  units: ['breach'],
  scopes: ['run'],
  resets: ['never'],
  effects: ['refuse-call', 'stop-run'],
  limit: BREACH_LIMIT,
  parameters: {
    deny: {
      default: [],
      unit: 'patterns',
      describe: 'regular expressions (RE2) that written text must not match',
    },
    where: {
      default: [],
      unit: 'paths',
      describe: 'folders that it holds for; empty = everywhere',
    },
  },
  judge: lacksArguments,
  startMeter: (view, guard) => {
    const denied = readList(guard, 'deny').map(compilePattern);
    const where = readList(guard, 'where');
    return startBreachMeter(view, (facts, step) => {
      const isHere =
        where.length === 0 ||
        facts.paths.some((path) => where.some((pattern) => matchesPathPattern(path, pattern)));
      if (!isHere || recognizeWrite(view, step, () => false) === undefined) return false;
      return denied.some((matches) => matches(facts.text.slice(0, MAX_CHARS)));
    });
  },
};
