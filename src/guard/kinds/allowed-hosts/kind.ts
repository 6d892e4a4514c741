import {matchesHost} from '../../calls/urls.js';
import type {GuardKind} from '../../guard-kind.js';
import {BREACH_LIMIT, isAllowed, LISTS, startBreachMeter} from '../../meter/breach-meter.js';
import {lacksArguments} from '../../meter/recorded.js';

export const kind: GuardKind = {
  id: 'allowed-hosts',
  title: 'Allowed hosts',
  watches: 'behaviour',
  stops: 'Calls that name a URL on another host; `*.example.com` stands for it and all below.',
  units: ['breach'],
  scopes: ['run'],
  resets: ['never'],
  effects: ['refuse-call', 'stop-run'],
  limit: BREACH_LIMIT,
  parameters: LISTS,
  judge: lacksArguments,
  startMeter: (view, guard) =>
    startBreachMeter(view, ({urls}) =>
      urls.some(({host}) => !isAllowed(guard, (pattern) => matchesHost(host, pattern))),
    ),
};
