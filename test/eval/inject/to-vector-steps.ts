import {compact} from '../../../src/model/compact.js';
import type {JsonValue} from '../../../src/model/json.js';
import {isError, KIND, OUTCOME} from '../../../src/detect/view/step-kinds.js';
import {parseBody} from '../../../src/detect/view/answers.js';
import {readReply} from '../../../src/detect/view/replies.js';
import {STEP_FLAG} from '../../../src/tree/step-table.js';
import type {RunView} from '../../../src/tree/run-view.js';
import type {VectorStep} from '../vector.js';

/** Characters of an answer that are kept: enough to tell answers apart. */
const MAX_CHARS = 3000;

function cut(value: JsonValue | undefined): JsonValue | undefined {
  return typeof value === 'string' ? value.slice(0, MAX_CHARS) : value;
}

/** A real run as a vector, so that steps can be put in. Hand-overs and trees are left out. */
export function toVectorSteps(view: RunView): readonly VectorStep[] {
  const {steps, spans, bodies, events} = view;
  const out: VectorStep[] = [];
  for (let step = 0; step < steps.count; step++) {
    const name = spans.strings[steps.name[step] ?? -1];
    const agent = spans.strings[steps.agent[step] ?? -1];
    const round = steps.round[step] ?? -1;
    const kind = steps.kind[step];
    const common = {agent: agent === '' ? undefined : agent, round: round < 0 ? undefined : round};
    const answer = cut(parseBody(bodies.text(steps.resultBody[step] ?? -1)));
    if (kind === KIND.tool) {
      const unresolved = steps.outcome[step] === OUTCOME.unresolved;
      const failed = isError(steps, step);
      out.push(
        compact<VectorStep>({
          kind: 'tool',
          name: name ?? 'tool',
          ...common,
          args: parseBody(bodies.text(steps.argsBody[step] ?? -1)),
          result: failed || unresolved ? undefined : (answer ?? ''),
          error: failed ? (answer ?? 'failed') : undefined,
        }),
      );
    } else if (kind === KIND.llm) {
      const tokens = steps.inputTokens[step] ?? NaN;
      out.push(
        compact<VectorStep>({
          kind: 'llm',
          name: name ?? 'model',
          ...common,
          text: readReply(view, step) ?? 'calls a tool',
          tokens_in: Number.isNaN(tokens) ? undefined : tokens,
        }),
      );
    } else if (kind === KIND.userTurn) {
      out.push({
        kind: 'user',
        text: events[steps.eventIndex[step] ?? -1]?.text ?? '',
        synthetic: ((steps.flags[step] ?? 0) & STEP_FLAG.synthetic) !== 0,
      });
    }
  }
  return out;
}
