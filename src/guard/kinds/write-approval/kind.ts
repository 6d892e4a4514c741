import {recognizeWrite} from '../../governance/list-writes.js';
import type {GuardKind} from '../../guard-kind.js';
import {BREACH_LIMIT, startBreachMeter} from '../../meter/breach-meter.js';
import {lacksArguments} from '../../meter/recorded.js';

export const kind: GuardKind = {
  id: 'write-approval',
  title: 'Approval before writes',
  watches: 'behaviour',
  stops: 'Calls that would change something and that nobody was asked about.',
  units: ['breach'],
  scopes: ['run'],
  resets: ['never'],
  effects: ['refuse-call', 'stop-run'],
  limit: BREACH_LIMIT,
  parameters: {},
  judge: lacksArguments,
  // Who approved is not in the steps: the gap analysis tells which writes had an approver.
  startMeter: (view) =>
    startBreachMeter(view, (_, step) => recognizeWrite(view, step, () => false) !== undefined),
};
