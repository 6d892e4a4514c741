import {KIND, OUTCOME} from '../../detect/view/step-kinds.js';
import {formatCount, formatCountOf} from '../../text/numbers.js';
import type {RunView} from '../../tree/run-view.js';
import {NO_EVIDENCE, toEvidence} from './evidence.js';
import type {
  EvidenceSteps,
  PlatformAnswer,
  PlatformAssessment,
  PlatformQuestion,
} from './governance.js';
import type {RunRecords} from './run-records.js';

/** Can this orchestrator be limited and looked into? Judged from the recording, never from its description. */
export function assessPlatform(
  view: RunView,
  given: {readonly limitSteps: readonly number[]; readonly records: RunRecords},
): PlatformAssessment {
  const {limitSteps, records} = given;
  const calls = countCalls(view);
  const limited = toEvidence(limitSteps);
  const agents = new Set(limitSteps.map((step) => view.steps.agent[step] ?? -1));
  agents.delete(-1);
  const questions: PlatformQuestion[] = [
    {
      id: 'step-limit',
      question: 'Can it limit the steps of a run?',
      answer: limitSteps.length > 0 ? 'shown' : 'not-shown',
      because:
        limitSteps.length > 0
          ? `a limit is recorded to have acted ${formatCountOf(limitSteps.length, 'time')}`
          : 'no limit is recorded to have acted, and no setting of one is in the log',
      evidence: limited,
    },
    share('tool-arguments', 'Does it record the arguments of every tool call?', calls.args, calls),
    share('tool-results', 'Does it record the result of every tool call?', calls.results, calls),
    share('tool-durations', 'Does it record the duration of every tool call?', calls.times, calls),
    {
      id: 'tool-definitions',
      question: 'Does it record what each tool may do?',
      answer: records.toolDefinitions.length > 0 ? 'shown' : 'not-shown',
      because:
        records.toolDefinitions.length > 0
          ? `${formatCountOf(records.toolDefinitions.length, 'tool definition')} in the log`
          : 'no tool definitions in the log',
      evidence: NO_EVIDENCE,
    },
    {
      id: 'approvals',
      question: 'Does it record who approved a call?',
      answer: records.approvals.length > 0 ? 'shown' : 'not-shown',
      because:
        records.approvals.length > 0
          ? `${formatCountOf(records.approvals.length, 'decision')} in the log`
          : 'no approval or refusal in the log',
      evidence: NO_EVIDENCE,
    },
    {
      id: 'per-agent-limits',
      question: 'Can limits be set for one agent apart?',
      answer: agents.size > 1 ? 'shown' : limitSteps.length > 0 ? 'partly' : 'not-shown',
      because:
        agents.size > 1
          ? `limits are recorded to have acted on ${agents.size} agents apart`
          : limitSteps.length > 0
            ? 'a limit acted, on one agent or on the run'
            : 'no limit is recorded to have acted on an agent',
      evidence: limited,
    },
  ];
  let points = 0;
  for (const {answer} of questions) points += answer === 'shown' ? 2 : answer === 'partly' ? 1 : 0;
  return {questions, points, outOf: 2 * questions.length};
}

interface Calls {
  readonly calls: number;
  readonly args: Seen;
  readonly results: Seen;
  readonly times: Seen;
}

interface Seen {
  count: number;
  readonly missing: number[];
}

function countCalls({steps}: RunView): Calls {
  const args: Seen = {count: 0, missing: []};
  const results: Seen = {count: 0, missing: []};
  const times: Seen = {count: 0, missing: []};
  let calls = 0;
  const note = (seen: Seen, step: number, isThere: boolean): void => {
    if (isThere) seen.count++;
    else seen.missing.push(step);
  };
  for (let step = 0; step < steps.count; step++) {
    if (steps.kind[step] !== KIND.tool) continue;
    calls++;
    note(args, step, (steps.argsBody[step] ?? -1) >= 0);
    const isTold = (steps.resultBody[step] ?? -1) >= 0 || steps.outcome[step] === OUTCOME.error;
    note(results, step, isTold);
    note(times, step, (steps.endUs[step] ?? NaN) >= (steps.startUs[step] ?? NaN));
  }
  return {calls, args, results, times};
}

function share(id: string, question: string, seen: Seen, {calls}: Calls): PlatformQuestion {
  const answer: PlatformAnswer =
    calls === 0 || seen.count === 0 ? 'not-shown' : seen.count === calls ? 'shown' : 'partly';
  const because =
    calls === 0
      ? 'the log records no tool calls'
      : `${formatCount(seen.count)} of ${formatCountOf(calls, 'call')}`;
  const evidence: EvidenceSteps = toEvidence(seen.missing);
  return {id, question, answer, because, evidence};
}
