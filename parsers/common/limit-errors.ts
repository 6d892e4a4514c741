/** Error classes that say "a limit of the framework stopped this run". */
const LIMIT_ERRORS: ReadonlySet<string> = new Set([
  'GraphRecursionError', // LangGraph
  'MaxTurnsExceeded', // OpenAI Agents SDK
  'UsageLimitExceeded', // Pydantic AI
  'MaxTokensReachedException', // Strands
  'AgentMaxStepsError', // smolagents
  'LlmCallsLimitExceededError', // ADK
  'WorkflowTimeoutError', // LlamaIndex
  'MaxIterationsReached',
]);

/** `langgraph.errors.GraphRecursionError` is known by its last name. */
export function isLimitError(errorType: string): boolean {
  return LIMIT_ERRORS.has(errorType.slice(errorType.lastIndexOf('.') + 1));
}
