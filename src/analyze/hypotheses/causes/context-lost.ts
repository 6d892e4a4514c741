import {listCompactionsBetween} from '../../../detect/view/compactions.js';
import {KIND} from '../../../detect/view/step-kinds.js';
import {findingsOf, observed, suspected} from '../hypothesis.js';
import type {Cause, Scene} from '../hypothesis.js';

const RULES = new Set([
  'compaction-thrash',
  'compaction-persisted',
  'context-overflow',
  'silent-truncation',
]);
/** Steps of the lane before the onset in which a compaction may have taken the plan away. */
const REACH = 40;

/** The window ran over, and with it went what the model had known. */
export const cause: Cause = {
  id: 'context-lost',
  atMost: 'medium',
  confirmBy:
    'compare the prompts before and after: is the goal, or what was already tried, still in them?',
  examine(scene) {
    const findings = findingsOf(scene, RULES);
    const compactions = listNearCompactions(scene);
    const grows = readGrowth(scene);
    if (findings.length === 0 && compactions.length === 0) return undefined;
    return {
      statement: 'What the model had learned fell out of its context, and it began again',
      evidenceFor: [
        ...findings.map((finding) => suspected(finding.title, finding.members)),
        ...(compactions.length > 0
          ? [
              observed(
                'the context was compacted shortly before or within the incident',
                compactions,
              ),
            ]
          : []),
        ...(grows === 'falls' ? [observed('the prompts grew smaller across the onset')] : []),
      ],
      evidenceAgainst:
        grows === 'rises' && compactions.length === 0
          ? [observed('the prompts grew steadily: nothing was taken out of them')]
          : [],
      unknown: [],
    };
  },
};

function listNearCompactions({index, lane, onset, incident}: Scene): readonly number[] {
  const steps = index.view.lanes[lane]?.steps ?? new Int32Array(0);
  const from = steps[Math.max(0, (index.order.place[onset] ?? 0) - REACH)] ?? 0;
  return listCompactionsBetween(index, lane, from - 1, incident.end + 1);
}

/** Prompt sizes from the onset on: first against last of the next calls. */
function readGrowth({index, lane, onset}: Scene): 'rises' | 'falls' | undefined {
  const {steps, lanes} = index.view;
  const own = lanes[lane]?.steps ?? new Int32Array(0);
  const at = index.order.place[onset] ?? 0;
  let [first, last] = [NaN, NaN];
  for (let place = Math.max(0, at - REACH); place < Math.min(own.length, at + REACH); place++) {
    const step = own[place] ?? -1;
    const tokens = steps.kind[step] === KIND.llm ? (steps.inputTokens[step] ?? NaN) : NaN;
    if (Number.isNaN(tokens)) continue;
    if (Number.isNaN(first)) first = tokens;
    last = tokens;
  }
  return last > first ? 'rises' : last < first ? 'falls' : undefined;
}
