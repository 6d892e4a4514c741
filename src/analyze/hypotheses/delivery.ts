import type {Message} from '../../model/message.js';
import {KIND} from '../../detect/view/step-kinds.js';
import type {Scene} from './hypothesis.js';

/** Members whose way into the next prompt is followed, and last messages of that prompt that are read. */
const MAX_FOLLOWED = 12;
const MAX_MESSAGES = 24;

/** Whether the answers of looping calls stood in the model's next prompt. */
export interface Delivery {
  readonly delivered: readonly number[];
  readonly missing: readonly number[];
  /** Calls of which the next prompt is not recorded. */
  readonly noPrompt: readonly number[];
  /** Calls that cannot be told among those of the next prompt. */
  readonly unmatched: readonly number[];
}

/**
 * Follows the first members of the worst finding by their tool-call ids; a call without one is the last of its name in
 * the next prompt, which shows that an answer is there and never that one is missing. Bounded work.
 */
export function followAnswers(scene: Scene): Delivery {
  const {view} = scene.index;
  const {steps, spans} = view;
  const delivered: number[] = [];
  const missing: number[] = [];
  const noPrompt: number[] = [];
  const unmatched: number[] = [];
  const members = scene.findings[0]?.members ?? [];
  for (const step of members.slice(0, MAX_FOLLOWED)) {
    if (steps.kind[step] !== KIND.tool) continue;
    const node = findNextPrompt(scene, step);
    if (node < 0) {
      noPrompt.push(step);
      continue;
    }
    const row = steps.spanRow[step] ?? -1;
    const messages = view.bodies.messages(node, MAX_MESSAGES);
    const id = spans.strings[spans.toolCallId[row] ?? -1] ?? '';
    const name = spans.strings[spans.toolName[row] ?? -1] ?? '';
    const said = id === '' ? readLastAnswer(messages, name) : readAnswer(messages, id);
    if (said === undefined) unmatched.push(step);
    else (said ? delivered : missing).push(step);
  }
  return {delivered, missing, noPrompt, unmatched};
}

/** Conversation of the next model call of the lane; -1 where there is none or it is not recorded. */
function findNextPrompt({index}: Scene, step: number): number {
  const {steps, lanes, spans} = index.view;
  const lane = lanes[steps.lane[step] ?? -1]?.steps ?? new Int32Array(0);
  for (let place = (index.order.place[step] ?? 0) + 1; place < lane.length; place++) {
    const next = lane[place] ?? -1;
    if (steps.kind[next] === KIND.llm) return spans.inNode[steps.spanRow[next] ?? -1] ?? -1;
  }
  return -1;
}

/** True: the result stands in the prompt. False: the call does, its result does not. Undefined: neither. */
function readAnswer(messages: readonly Message[], id: string): boolean | undefined {
  let called = false;
  for (const {parts} of messages) {
    for (const part of parts) {
      if (part.kind === 'tool-result' && part.id === id) return part.result !== undefined;
      if (part.kind === 'tool-call' && part.id === id) called = true;
    }
  }
  return called ? false : undefined;
}

/** True: the last call of that name has a result. */
function readLastAnswer(messages: readonly Message[], name: string): true | undefined {
  const parts = messages.flatMap((message) => message.parts);
  for (const part of parts.reverse()) {
    if (part.kind !== 'tool-call' || part.name !== name) continue;
    return part.id !== undefined && readAnswer(messages, part.id) === true ? true : undefined;
  }
  return undefined;
}
