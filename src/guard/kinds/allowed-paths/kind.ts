import {matchesPathPattern, parsePath} from '../../calls/paths.js';
import type {GuardKind} from '../../guard-kind.js';
import {BREACH_LIMIT, isAllowed, LISTS, startBreachMeter} from '../../meter/breach-meter.js';
import {lacksArguments} from '../../meter/recorded.js';

export const kind: GuardKind = {
  id: 'allowed-paths',
  title: 'Allowed paths',
  watches: 'behaviour',
  stops:
    'Calls that name a path outside, with `..` and escapes resolved first; `**` stands for any folders.',
  units: ['breach'],
  scopes: ['run'],
  resets: ['never'],
  effects: ['refuse-call', 'stop-run'],
  limit: BREACH_LIMIT,
  parameters: {
    ...LISTS,
    root: {
      default: '',
      unit: 'folder',
      describe: 'folder that relative paths start at; empty = they are compared as they are',
    },
  },
  judge: lacksArguments,
  startMeter: (view, guard) => {
    const root = String(guard.parameters['root'] ?? '');
    return startBreachMeter(view, ({paths}) =>
      paths.some((path) => {
        const full =
          root === '' || path.resolved.startsWith('/') ? path : parsePath(`${root}/${path.raw}`);
        return !isAllowed(guard, (pattern) => matchesPathPattern(full, pattern));
      }),
    );
  },
};
