import {UserError} from '../../model/user-error.js';
import {visible} from '../../text/visible.js';
import {readText} from '../arguments.js';
import {withCase} from '../case-session.js';
import type {RunCommand} from '../command.js';
import {showEvidence} from '../show/show-evidence.js';
import {findFinding, showFinding} from '../show/show-finding.js';
import {findSpanRecords, showSpan} from '../show/show-span.js';
import {showStep} from '../show/show-step.js';

/** What is named: a step by its number (from 1), evidence of the draft (E12), else a finding or a span by its id. */
export const run: RunCommand = (context) =>
  withCase(context, async (session) => {
    const id = readText(context.args, 'id') ?? '';
    if (/^\d{1,9}$/.test(id)) return showStep(context, session, Number(id) - 1);
    if (/^E[1-9]\d{0,5}$/i.test(id)) return showEvidence(context, session, id.toUpperCase());
    const finding = await findFinding(session, id);
    if (finding !== undefined) return showFinding(context, session, finding);
    const records = findSpanRecords(session.casePath, id);
    if (records.length > 0) return showSpan(context, records);
    throw new UserError(`${visible(id)}: no step, finding or span of this case`, {
      next: 'whatbroke findings lists findings, whatbroke replay --print lists steps',
    });
  });
