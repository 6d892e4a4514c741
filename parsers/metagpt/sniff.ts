import type {SniffHead, SniffVerdict} from '../api.js';
import {logTextOf} from '../common/text-log/log-text.js';

/** A module of MetaGPT in loguru's format; roles of a user's own script log as `__main__`. */
const SIGN =
  /\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3}\s*\|\s*(?:[A-Z]+\s*\|\s*)?metagpt\.[\w.]+:[\w<>]+:\d+ ?- ?/;

export function sniff(head: SniffHead): SniffVerdict {
  return SIGN.test(logTextOf(head) ?? '')
    ? {match: 'yes', reason: 'has log lines of the modules metagpt.*'}
    : {match: 'no', reason: 'no log line of a module metagpt.*'};
}
