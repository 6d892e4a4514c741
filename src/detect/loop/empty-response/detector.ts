import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import {isArray, isObject} from '../../../model/json.js';
import type {JsonValue} from '../../../model/json.js';
import {STEP_FLAG} from '../../../tree/step-table.js';
import type {Detector} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {times} from '../../finding/words.js';
import {parseBody} from '../../view/answers.js';
import {findReplyRows} from '../../view/replies.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';

const thresholds = {
  warnReplies: {
    default: 3,
    unit: 'empty replies in a row',
    reason: 'OpenHands: 3 empty replies, nudges between them included',
  },
} as const;

/** A model that answers nothing, again and again. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('loop/empty-response'),
  version: 1,
  title: 'Empty replies',
  flags: 'Model replies in a row without text and without a call.',
  ignores: ['a reply whose content is not recorded', 'an empty reply now and then'],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    for (const lane of view.lanes.keys()) {
      for (const replies of findReplyRows(view, lane)) {
        let row: number[] = [];
        for (const step of [...replies, -1]) {
          if (step >= 0 && isEmptyReply(index, step)) {
            row.push(step);
            continue;
          }
          if (row.length >= limits.warnReplies) {
            yield describe(index, lane, row, limits.warnReplies);
          }
          row = [];
        }
      }
    }
  },
};

/** Tokens that a reply without text and call may count: a stop token and its like. */
const MAX_TOKENS = 20;

/**
 * Empty, and not merely unread: a body with words in it, parts of another kind, or tokens that were
 * written, mean that the log keeps the reply in a place of its own.
 */
function isEmptyReply(index: RunIndex, step: number): boolean {
  const {steps, bodies} = index.view;
  if (((steps.flags[step] ?? 0) & STEP_FLAG.emptyReply) === 0) return false;
  if ((steps.outputTokens[step] ?? NaN) > MAX_TOKENS) return false;
  if (hasWords(parseBody(bodies.text(steps.resultBody[step] ?? -1)))) return false;
  return !holdsParts(index, steps.spanRow[step] ?? -1);
}

/** The reply holds something of an unknown kind: media, reasoning, a provider's own shape. */
function holdsParts({view}: RunIndex, row: number): boolean {
  const reply = view.bodies.messages(view.spans.outNode[row] ?? -1, 1).at(-1);
  return reply?.parts.some((part) => part.kind !== 'text' || part.text.trim() !== '') ?? false;
}

const CONTENT = /^(?:content|text|output|value|message|thinking|reasoning|reasoning_content)$/i;
/** Values of one body that are looked at. */
const MAX_VALUES = 2000;

/** True if the body holds text of a reply: a string alone, or one in a field that holds content. */
function hasWords(body: JsonValue | undefined): boolean {
  const open: {readonly key: string; readonly value: JsonValue | undefined}[] = [
    {key: 'content', value: body},
  ];
  for (let looked = 0; looked < MAX_VALUES; looked++) {
    const next = open.pop();
    if (next === undefined) return false;
    const {key, value} = next;
    if (typeof value === 'string') {
      if (CONTENT.test(key) && /\p{L}|\p{N}/u.test(value)) return true;
    } else if (isArray(value)) {
      for (const item of value) open.push({key, value: item});
    } else if (value !== undefined && isObject(value)) {
      for (const [name, item] of Object.entries(value)) open.push({key: name, value: item});
    }
  }
  return false;
}

function describe(
  index: RunIndex,
  lane: number,
  row: readonly number[],
  provableLaps: number,
): Finding {
  return buildLoopFinding(index, {
    rule: detector.id,
    lane,
    steps: row,
    period: 1,
    laps: row.length,
    provableLaps,
    isRow: true,
    severity: 'warning',
    confidence: 'high',
    confidenceReason: 'the replies are recorded, and they are empty',
    title: `The model answered with nothing ${times(row.length)} in a row`,
    unchanged: 'The reply: no text, no call.',
    benign: 'A single empty reply after a finished task is common; several in a row are not.',
    identity: toWordIdentity(['empty-response', index.reader.name(row[0] ?? 0)]),
    shows: {first: 'first empty reply', again: 'empty again', last: 'last empty reply'},
  });
}
