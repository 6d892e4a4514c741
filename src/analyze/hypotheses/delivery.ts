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
  /** Calls of which the next prompt is not recorded, or tells no call ids. */
  readonly untold: readonly number[];
}

/** Follows the first members of the worst finding by their tool-call ids. Bounded work. */
export function followAnswers(scene: Scene): Delivery {
  const {view} = scene.index;
  const {steps, spans} = view;
  const delivered: number[] = [];
  const missing: number[] = [];
  const untold: number[] = [];
  const members = scene.findings[0]?.members ?? [];
  for (const step of members.slice(0, MAX_FOLLOWED)) {
    if (steps.kind[step] !== KIND.tool) continue;
    const id = spans.strings[spans.toolCallId[steps.spanRow[step] ?? -1] ?? -1];
    const node = findNextPrompt(scene, step);
    if (node < 0 || id === undefined || id === '') {
      untold.push(step);
      continue;
    }
    const said = readAnswer(view.bodies.messages(node, MAX_MESSAGES), id);
    if (said === undefined) untold.push(step);
    else (said ? delivered : missing).push(step);
  }
  return {delivered, missing, untold};
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
