import type {SniffHead, SniffVerdict} from '../api.js';
import {logTextOf} from '../common/text-log/log-text.js';

/** A module of OpenManus in loguru's format, saying what its agents say. */
const SIGN =
  /\|\s*app\.(?:agent|flow|llm|tool|mcp)[\w.]*:\w+:\d+ ?- ?|\|\s*app\.\w+[\w.]*:\w+:\d+ ?- ?(?:Executing step \d+\/\d+|✨ .*'s thoughts)/u;

export function sniff(head: SniffHead): SniffVerdict {
  return SIGN.test(logTextOf(head) ?? '')
    ? {match: 'yes', reason: 'has log lines of app.agent, app.llm or app.flow'}
    : {match: 'no', reason: 'no log line of app.agent, app.llm or app.flow'};
}
