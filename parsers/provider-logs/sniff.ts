import {isArray, isObject} from '../api.js';
import type {SniffHead, SniffVerdict} from '../api.js';
import {readExchange} from './exchange.js';

export function sniff(head: SniffHead): SniffVerdict {
  for (const value of head.values) {
    const first = isArray(value) ? value[0] : value;
    if (first === undefined || !isObject(first)) continue;
    const exchange = readExchange(first);
    if (exchange?.dialect === undefined) continue;
    return {match: 'yes', reason: `request and response of ${exchange.dialect}`};
  }
  return {match: 'no', reason: 'no request with model and messages or input beside a response'};
}
