import {observed, unknown} from '../hypothesis.js';
import type {Cause} from '../hypothesis.js';

/** Steps that may pass between the provable step and a limit before the limit counts as late. */
const PROMPT_STEPS = 10;

/** Nothing stopped it when it could have been seen. */
export const cause: Cause = {
  id: 'no-stop',
  atMost: 'high',
  confirmBy: 'look up which limits the harness has, and set one on repeats without news',
  examine(scene) {
    const {incident, findings} = scene;
    const {verdicts} = scene.index.view;
    const late = incident.end - incident.provable;
    if (late <= PROMPT_STEPS) return undefined;
    const limits = verdicts.filter(({kind}) => kind === 'limit' || kind === 'stuck');
    const ran = findings.some(({ending}) => ending === 'ran-to-end');
    const byUser = findings.some(({ending}) => ending === 'cut-by-user');
    return {
      statement: 'No limit of the harness stopped it when it could have been seen',
      evidenceFor: [
        observed(`it went on for ${late} steps after it was provable`, [
          incident.provable,
          incident.end,
        ]),
        ...(limits.length > 0
          ? [observed('a limit ended the run, but only long after', [incident.end])]
          : ran
            ? [observed('it was still going on at the end of the log', [incident.end])]
            : []),
        ...(byUser ? [observed('a person stopped it', [incident.end])] : []),
      ],
      evidenceAgainst: findings.every(({ending}) => ending === 'recovered')
        ? [observed('the run got out of it by itself', [incident.end])]
        : [],
      unknown: limits.length > 0 ? [] : [unknown('which limits were set: the log names none')],
    };
  },
};
