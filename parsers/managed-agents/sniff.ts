import {isObject} from '../api.js';
import type {SniffHead, SniffVerdict} from '../api.js';
import {textOf} from '../common/fields.js';
import {readRecord} from './record.js';

export function sniff(head: SniffHead): SniffVerdict {
  for (const value of head.values) {
    const record = readRecord(value);
    if (record === undefined) continue;
    const {payload} = record;
    const type = isObject(payload) ? textOf(payload, 'type') : undefined;
    const id = isObject(payload) ? textOf(payload, 'id') : undefined;
    if (type === 'session' && id?.startsWith('sesn_') === true) {
      return {match: 'yes', reason: 'a session with an id sesn_…'};
    }
    if (type !== undefined && id?.startsWith('sevt_') === true) {
      return {match: 'yes', reason: 'session events with an id sevt_…'};
    }
  }
  return {match: 'no', reason: 'no session events with ids sevt_… (or a session sesn_…)'};
}
