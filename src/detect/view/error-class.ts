/** What a retry can do about an error, from its code and words. */
const PERMANENT =
  /\b(?:400|401|402|403|404|405|410|413|422)\b|\binvalid[ _](?:api[ _]key|request|token|argument|model)|\bauthenticat|\bunauthori[sz]ed|\bforbidden|\bpermission[ _]denied|\baccess denied|\binsufficient[ _](?:quota|funds|permission)|\bquota exceeded|\bbilling|\bmodel[ _]not[ _]found|\bnot[ _]found\b|\bcontext[ _](?:length|window)|\bprompt is too long|\btoo many tokens|\bmaximum context|\bmalformed|\bunsupported|\bcontent[ _](?:policy|filter)/i;
const TRANSIENT =
  /\b(?:408|409|425|429|500|502|503|504|520|522|524|529)\b|\brate[ _-]?limit|\boverloaded|\btime[ds]?[ _-]?out|\btimeout|\bECONN|\bETIMEDOUT|\bEPIPE|\bENOTFOUND|\bEAI_AGAIN|\bsocket hang up|\bconnection (?:reset|refused|error|closed|aborted)|\bnetwork|\btemporar|\bunavailable|\btry again|\binternal server error|\bbad gateway|\btoo many requests/i;

const HEAD_CHARS = 2000;

/** `permanent`: the same request fails again; `transient`: waiting may help. */
export function classifyError(error: string): 'permanent' | 'transient' | 'unknown' {
  const head = error.slice(0, HEAD_CHARS);
  if (TRANSIENT.test(head)) return 'transient';
  return PERMANENT.test(head) ? 'permanent' : 'unknown';
}

const RATE_LIMIT =
  /\b429\b|\brate[ _-]?limit|\btoo many requests|\bquota exceeded|\boverloaded\b|\b529\b|\bthrottl/i;
const TIMEOUT = /\btime[ds]?[ _-]?out\b|\btimeout|\bdeadline exceeded|\bETIMEDOUT|\b(?:408|504)\b/i;

export function saysRateLimit(error: string): boolean {
  return RATE_LIMIT.test(error.slice(0, HEAD_CHARS));
}

export function saysTimeout(error: string): boolean {
  return TIMEOUT.test(error.slice(0, HEAD_CHARS));
}
