import {getRunIndex} from '../../../detect/view/run-index.js';
import {KIND} from '../../../detect/view/step-kinds.js';
import {formatCountOf} from '../../../text/numbers.js';
import type {RunView} from '../../../tree/run-view.js';
import {toEvidence} from '../evidence.js';
import type {GapCheck} from './check.js';

/** Headers stand at the beginning of an answer. */
const HEAD_CHARS = 16 * 1024;
/** `-report-only` enforces nothing. */
const ENFORCED = /content-security-policy["']?\s*:/i;
/** `"headers": {...}` of an HTTP tool, or the status line of `curl -i`. */
const HAS_HEADERS = /["']?headers["']?\s*:\s*[{[]|^HTTP\/[\d.]+ \d{3}|\\nHTTP\/[\d.]+ \d{3}/im;
const IS_PAGE = /content-type["']?\s*:\s*["']?\s*text\/html/i;
const META_CSP = /<meta[^>]{0,200}http-equiv=\\?["']?content-security-policy/i;

/** Are responses recorded that carry pages, and do their headers lack a content security policy? */
export const checkContentSecurityPolicy: GapCheck = ({view}) => {
  const without: number[] = [];
  let [pages, withHeaders, withPolicy] = [0, 0, 0];
  for (const {step, head} of listResponses(view)) {
    withHeaders++;
    if (!IS_PAGE.test(head)) continue;
    pages++;
    if (ENFORCED.test(head) || META_CSP.test(head)) withPolicy++;
    else without.push(step);
  }
  if (without.length > 0) {
    return {
      status: 'observed',
      reason: `${formatCountOf(without.length, 'recorded page response')} of ${pages} carry no Content-Security-Policy header.`,
      evidence: toEvidence(without),
    };
  }
  if (withPolicy > 0) {
    return {
      status: 'cannot-be-shown',
      reason:
        'The recorded page responses carry a Content-Security-Policy; whether it covers this script cannot be told.',
    };
  }
  return {
    status: 'cannot-be-shown',
    reason:
      withHeaders > 0
        ? 'Response headers are recorded, but of no page.'
        : 'The log holds no response headers.',
  };
};

function* listResponses(view: RunView): Generator<{readonly step: number; readonly head: string}> {
  const {reader} = getRunIndex(view);
  const {steps} = view;
  for (let step = 0; step < steps.count; step++) {
    if (steps.kind[step] !== KIND.tool) continue;
    const head = reader.answer(step)?.slice(0, HEAD_CHARS);
    if (head !== undefined && HAS_HEADERS.test(head)) yield {step, head};
  }
}
