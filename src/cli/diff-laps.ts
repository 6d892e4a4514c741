import {UserError} from '../model/user-error.js';
import {stepsLines, type StepPair} from '../replay/compare/compare-lines.js';
import {diffSteps} from '../replay/compare/diff-steps.js';
import {membersOfLap} from '../replay/laps.js';
import type {StoredFinding} from '../replay/reader.js';
import {formatCount} from '../text/numbers.js';
import {line} from '../text/spans.js';
import {literal, show, visible} from '../text/visible.js';
import {readFlag} from './arguments.js';
import type {CaseSession} from './case-session.js';
import type {CommandContext} from './command.js';
import {writeJson} from './json-output.js';
import {findFinding} from './show/show-finding.js';
import {printLines} from './view/print-lines.js';

/** `6b980253:3`: the third lap of a loop. */
export interface LapName {
  readonly finding: string;
  readonly lap: number;
}

/** Characters of each text that are compared. */
const TEXT_LIMIT = 200_000;

export function readLapName(text: string): LapName | undefined {
  const [, finding, lap] = /^([0-9a-f]{4,}):(\d{1,9})$/.exec(text) ?? [];
  return finding === undefined ? undefined : {finding, lap: Number(lap)};
}

/** Compares two laps of one loop, call by call at the same place of the lap: changed fields only. */
export async function diffLaps(
  context: CommandContext,
  session: CaseSession,
  [a, b]: readonly [LapName, LapName],
): Promise<void> {
  const found = await findFinding(session, a.finding);
  const other = await findFinding(session, b.finding);
  if (found === undefined || found.finding.id !== other?.finding.id) {
    throw new UserError(`${a.finding} and ${b.finding}: not one finding of this case`, {
      next: 'whatbroke findings lists them; write FINDING:LAP twice',
    });
  }
  const {finding, run} = found;
  const [before, after] = [readLap(finding, a.lap), readLap(finding, b.lap)];
  const pairs: StepPair[] = [];
  for (const [place, step] of before.entries()) {
    const one = await session.reader.step(run.id, step, TEXT_LIMIT);
    const two = await session.reader.step(run.id, after[place] ?? -1, TEXT_LIMIT);
    if (one !== undefined && two !== undefined) pairs.push({before: one, after: two});
  }
  if (readFlag(context.args, 'json')) {
    const calls = pairs.map((pair) => ({
      a: pair.before.step + 1,
      b: pair.after.step + 1,
      name: pair.after.name,
      changed: diffSteps(pair.before, pair.after)
        .filter(({kind}) => kind !== 'unread')
        .map(({field}) => field),
    }));
    const laps = {finding: finding.id, a: a.lap, b: b.lap, calls};
    await writeJson(context.output, 'diff', {laps});
    return;
  }
  const {width} = context.output;
  await printLines(context.output, [
    line(
      'title',
      show`lap ${formatCount(a.lap)} and lap ${formatCount(b.lap)}: ${visible(finding.title)}`,
    ),
    line('plain', literal('')),
    ...stepsLines(pairs, width),
  ]);
}

function readLap(finding: StoredFinding, lap: number): readonly number[] {
  const steps = membersOfLap(finding, lap);
  if (steps.length > 0) return steps;
  const laps = finding.laps ?? 0;
  const kept = Math.floor(finding.members.length / Math.max(1, finding.period ?? 1));
  const found =
    laps === 0
      ? 'this finding has no laps'
      : `it has ${laps} laps, ${Math.min(laps, kept)} of them with their steps`;
  throw new UserError(`lap ${lap} of ${finding.id}: ${found}`, {
    next: 'whatbroke show FINDING tells the loop',
  });
}
