import {getCallFacts} from '../../calls/call-reader.js';
import {toEvidence} from '../evidence.js';
import type {GapCheck} from './check.js';

const KEY = /idempot|dedup|request_?id|client_?(?:token|reference)|nonce/i;

/** Do repeated calls carry a key by which the other side could tell that they are one? */
export const checkIdempotency: GapCheck = ({view}, steps) => {
  const open = steps.filter((step) => !KEY.test(getCallFacts(view, step).text));
  return open.length > 0
    ? {
        status: 'observed',
        reason:
          'The repeated calls carry no key by which the other side could tell them apart from new ones.',
        evidence: toEvidence(open),
      }
    : {
        status: 'cannot-be-shown',
        reason: 'The calls carry a key; whether the other side looks at it is not in this log.',
      };
};
