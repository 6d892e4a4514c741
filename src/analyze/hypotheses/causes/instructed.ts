import {toNameWords} from '../../../detect/view/tool-nature.js';
import {KIND} from '../../../detect/view/step-kinds.js';
import {STEP_FLAG} from '../../../tree/step-table.js';
import {findingsOf, observed, suspected} from '../hypothesis.js';
import type {Cause, Scene} from '../hypothesis.js';

const SPAWNING = new Set(['recursion', 'spawn-bomb', 'delegation-cycle', 'depth']);
const PERSISTENCE = new Set([
  'exact-repeat',
  'cycle',
  'error-repeat',
  'polling-no-progress',
  'interleaved-repeat',
]);
const DELEGATE = new Set([
  'delegate',
  'spawn',
  'subagent',
  'subagents',
  'decompose',
  'parallelize',
  'dispatch',
  'agents',
]);
const PERSIST = new Set([
  'until',
  'forever',
  'always',
  'repeat',
  'repeatedly',
  'keep',
  'retry',
  'never',
]);
/** Characters of an instruction that are read, and steps looked back for it. */
const MAX_CHARS = 4000;
const MAX_BACK = 5000;

/** What it was told asks for it: to go on until, to hand on, to split up. */
export const cause: Cause = {
  id: 'instructed',
  atMost: 'medium',
  confirmBy:
    'read the instruction as the agent would: does it say when to stop, and what not to hand on?',
  examine(scene) {
    const spawns = findingsOf(scene, SPAWNING)[0];
    const persists = findingsOf(scene, PERSISTENCE)[0];
    const wanted = spawns !== undefined ? DELEGATE : PERSIST;
    if (spawns === undefined && persists === undefined) return undefined;
    const turn = findInstruction(scene);
    const words =
      turn === undefined ? [] : toNameWordsOf(turn.text).filter((word) => wanted.has(word));
    const sameTask = spawns !== undefined && isSameTask(scene, spawns.members);
    if (words.length === 0 && !sameTask) return undefined;
    return {
      statement:
        spawns === undefined
          ? 'The instruction asks to go on, and does not say when to stop'
          : 'The instruction to delegate was handed down, and each level followed it again',
      evidenceFor: [
        ...(turn !== undefined && words.length > 0
          ? [
              suspected(
                `the instruction before it says "${[...new Set(words)].slice(0, 3).join('", "')}"`,
                [turn.step],
              ),
            ]
          : []),
        ...(sameTask
          ? [observed('each level was given the task of the level above', spawns.members)]
          : []),
      ],
      evidenceAgainst: [],
      unknown: [],
    };
  },
};

function toNameWordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (let at = 0; at < Math.min(text.length, MAX_CHARS); at += 200) {
    words.push(...toNameWords(text.slice(at, at + 200)));
  }
  return words;
}

function isSameTask({index}: Scene, members: readonly number[]): boolean {
  const tasks = members.map((step) => index.view.steps.l3[step] ?? -1).filter((task) => task >= 0);
  return tasks.length > 1 && new Set(tasks).size <= tasks.length / 2;
}

/** The last real turn at or before the onset, in any lane. */
function findInstruction({
  index,
  onset,
}: Scene): {readonly step: number; readonly text: string} | undefined {
  const {steps, events} = index.view;
  for (let step = onset; step >= Math.max(0, onset - MAX_BACK); step--) {
    if (
      steps.kind[step] !== KIND.userTurn ||
      ((steps.flags[step] ?? 0) & STEP_FLAG.synthetic) !== 0
    )
      continue;
    const text = events[steps.eventIndex[step] ?? -1]?.text;
    if (text !== undefined && text !== '') return {step, text};
  }
  return undefined;
}
