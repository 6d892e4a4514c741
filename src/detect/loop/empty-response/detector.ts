import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import {STEP_FLAG} from '../../../tree/step-table.js';
import type {Detector} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {times} from '../../finding/words.js';
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
          if (step >= 0 && ((view.steps.flags[step] ?? 0) & STEP_FLAG.emptyReply) !== 0) {
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
