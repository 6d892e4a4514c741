import {matchName} from '../../calls/paths.js';
import type {GuardKind} from '../../guard-kind.js';
import {BREACH_LIMIT, isAllowed, LISTS, startBreachMeter} from '../../meter/breach-meter.js';
import {lacksUnit} from '../../meter/recorded.js';

export const kind: GuardKind = {
  id: 'allowed-tools',
  title: 'Allowed tools',
  watches: 'behaviour',
  stops: 'Calls of tools that the agent should not have; `*` stands for any characters.',
  units: ['breach'],
  scopes: ['run'],
  resets: ['never'],
  effects: ['refuse-call', 'stop-run'],
  limit: BREACH_LIMIT,
  parameters: LISTS,
  judge: (view) => lacksUnit(view, 'tool-call'),
  startMeter: (view, guard) =>
    startBreachMeter(view, ({tool}) => !isAllowed(guard, (pattern) => matchName(tool, pattern))),
};
