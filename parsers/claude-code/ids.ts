/** Agent id of the main thread of a session. */
export const MAIN = '';

/**
 * Calls that Claude Code makes for itself beside the conversation (a summary before compaction, a
 * suggested prompt, a side question) have a transcript of their own under an agent id of this form.
 * They are calls of the session, not agents a model started.
 */
const INTERNAL = /^a(?:compact|prompt_suggestion|side_question)-/;

export function isInternalAgent(agentId: string): boolean {
  return INTERNAL.test(agentId);
}

export function isCompactionAgent(agentId: string): boolean {
  return agentId.startsWith('acompact-');
}

/** The session itself for the main thread and for internal calls; else the sub-agent. */
export function toAgentSpanId(traceId: string, agentId: string): string {
  return agentId === MAIN || isInternalAgent(agentId) ? traceId : `agent:${agentId}`;
}

/**
 * Sub-agents share the trace of their session, so their ids carry the agent id. Internal calls do
 * not: newer versions copy the whole history into their file, and copies must merge with the
 * originals.
 */
export function toSpanId(agentId: string, id: string): string {
  return agentId === MAIN || isInternalAgent(agentId) ? id : `${agentId}/${id}`;
}
