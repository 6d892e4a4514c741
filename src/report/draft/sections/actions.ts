import type {Block, Inlines} from '../draft.js';
import {command, fill, say, strong} from '../say.js';
import type {Scope} from '../scope.js';

/** Families of rules whose findings a limit on repeats would stop. */
const REPEATS = /^(?:loop|retry|recursion|handoff|context)\//;
/** Hypotheses that get an action of their own. */
const MAX_TESTED = 3;

/** What to do next; each with an owner and a date to fill, and a test that this tool can run again. */
export function writeActions({input, incident, worst}: Scope): readonly Block[] {
  const rows: (readonly Inlines[])[] = [];
  const add = (what: Inlines, done: Inlines): void => {
    rows.push([what, [fill('owner', 'the team')], [fill('date', 'the team')], done]);
  };
  const [best] = (input.guards?.tried ?? []).filter(({tripStep}) => tripStep !== undefined);
  if (best !== undefined) {
    add(
      say`${strong('Enforce a limit: ')}${best.title}, ${best.setting}`,
      say`${command(best.command)} still names it for this run, and the log of a new run of the same task ends there`,
    );
  } else if (worst.rule.startsWith('limit/')) {
    add(
      say`${strong('Decide on the limit: ')}look at what the last steps brought; raise it where they advanced, make the task smaller or the stop earlier where they did not`,
      say`${command('whatbroke NEW.jsonl --fail-on warning')} exits with 0 on the log of a new run of the same task`,
    );
  } else if (!REPEATS.test(worst.rule)) {
    add(
      say`${strong('Put a check or an approval ')}before what ${command(worst.rule)} reports, in the orchestrator`,
      say`${command('whatbroke findings NEW.jsonl')} names no ${command(worst.rule)} in the log of a run of the same task`,
    );
  } else {
    add(
      say`${strong('Enforce a limit ')}on what repeated without change, in the orchestrator`,
      say`the log of a run of the same task with a fault put in ends at that limit: ${command('whatbroke NEW.jsonl --json')} names it as the ending`,
    );
  }
  for (const [place, hypothesis] of incident.hypotheses.slice(0, MAX_TESTED).entries()) {
    add(
      say`${strong(`Test hypothesis ${place + 1}: `)}${hypothesis.confirmBy}`,
      say`the result stands under the hypotheses with its evidence, and ${command('whatbroke lint DRAFT.md')} finds no line to fill there`,
    );
  }
  add(
    say`${strong('Watch for it: ')}run the check on new logs of this agent`,
    say`${command('whatbroke NEW.jsonl --fail-on warning')} exits with 0 for a week, and finds no ${command(worst.rule)}`,
  );
  return [
    {
      kind: 'table',
      caption: 'Each item has an owner, a date and a test',
      head: ['Action', 'Owner', 'Date', 'Done when'],
      rows,
    },
  ];
}
