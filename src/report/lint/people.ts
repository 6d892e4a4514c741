/** Who a sentence may be about. Roles and pronouns; names are told by their capital. */
export const ROLE =
  '(?:the |an? |our |this |that |one of (?:the|our) )?(?:on-?call |junior |senior |new |platform |software |site reliability |backend |frontend |ml |data )?(?:engineers?|developers?|devs?|operators?|admins?|administrators?|on-?calls?|reviewers?|interns?|contractors?|employees?|colleagues?|maintainers?|authors?|managers?|analysts?|sres?|programmers?|humans?|individuals?|staff|person|people|team(?: lead)?|leads?|vendor|customers?|users?)';
export const PRONOUN = '(?:he|she|they|you|we|i)';
/** Capitalised words that begin sentences and name no person. */
const NO_NAME = new Set(
  `The This That These Those It Its An A And But Or So If When While After Before Then Because Since Although
   There Here What Which Who Why How Each Every All Any No Not None Both Our Their Your My His Her We They You
   He She In On At By For From To With Without Of As Until During Once Also However Agent Agents Model Models
   Tool Tools Guard Guards System Systems Service Services Orchestrator Orchestration Alert Alerts Monitoring
   Test Tests Retry Retries Limit Limits Loop Step Steps Run Runs Log Logs Trace Span Prompt Context Database
   Cache Queue Scheduler Worker Workers Planner Coder Router Gateway Server Client Api Code Config Deploy
   Deployment Release Policy Validation Approval Review Timeout Budget Plugin Hook Dashboard Pipeline Job
   Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
   September October November December Kubernetes Postgres Redis Kafka Nginx Linux Docker Jira Slack Github
   Gitlab Python Node Typescript Langgraph Langchain Autogen Crewai Wordpress Claude Gemini Openai Anthropic
   Chatgpt Copilot Opus Sonnet Haiku Deepseek Qwen Kimi Llama Mistral Grok Something Nothing Everything Nobody Somebody Someone Anyone Everyone
   Root Cause Impact Timeline Owner Action Actions Evidence Hypothesis Summary Finding Severity Confidence`.split(
    /\s+/,
  ),
);
export const NAME = '[A-Z][a-zà-ÿ]+(?: [A-Z][a-zà-ÿ]+)?';

export function isName(text: string): boolean {
  return text.split(' ').every((word) => !NO_NAME.has(word));
}

/** The model, by what it is or by its maker. */
export const MODEL =
  '(?:the |our |this |its |underlying ){0,3}(?:(?:large )?language models?|models?|llms?|gpt(?:-[\\w.]+)?|chatgpt|claude(?: [\\w.]+)?|opus(?: [\\d.]+)?|sonnet(?: [\\d.]+)?|haiku(?: [\\d.]+)?|deepseek(?:[ -][\\w.]+)?|qwen[\\w.-]*|kimi|o[134](?:-mini)?|gemini(?: [\\w.]+)?|llama(?:[ -][\\w.]+)?|mistral|grok|openai|anthropic|copilot|ai|a\\.i\\.|assistants?|chatbots?|bots?|agents?|sub-?agents?)';
