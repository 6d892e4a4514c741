/** A run as a person would tell it: no table, no number that stands for something, only what was said and when. */
export interface ToldStep {
  readonly no: number;
  readonly kind: 'tool' | 'llm' | 'user-turn' | 'compaction' | 'agent-start';
  /** Who acts; at an agent start, who is started. */
  readonly agent: ToldAgent;
  readonly isSynthetic: boolean;
  readonly tool: string | undefined;
  /** Which arguments, and which answer to them; undefined = not recorded. */
  readonly call: number | undefined;
  readonly answer: number | undefined;
  readonly outcome: 'ok' | 'error';
  /** The reply that it is, or that asked for it. */
  readonly round: number | undefined;
  /** Seconds. */
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly tokens: {readonly input: number; readonly output: number} | undefined;
}

/** An agent instance. The run itself is one that nobody started. */
export interface ToldAgent {
  readonly name: string | undefined;
  /** What it was given to do. */
  readonly task: number;
  /** Who started it, and with which call, if with one. */
  readonly above: ToldAgent | undefined;
  readonly by: ToldStep | undefined;
}

/** The agent, who started it, who started that, and so on, without the run itself. */
export function listAgentsAbove(agent: ToldAgent): readonly ToldAgent[] {
  return agent.above === undefined ? [] : [agent, ...listAgentsAbove(agent.above)];
}
