import {buildFleet} from '../../batch/fleet/build-fleet.js';
import type {Fleet, FleetGroup} from '../../batch/fleet/fleet.js';
import {markKnown} from '../../batch/fleet/known-groups.js';
import {UserError} from '../../model/user-error.js';
import type {RunSummary} from '../../replay/reader.js';
import {csvLine} from '../../text/csv.js';
import {line, type Line} from '../../text/spans.js';
import {literal, visible} from '../../text/visible.js';
import {readCount, readFlag, readText} from '../arguments.js';
import {DEFAULT_ROWS, layoutFleet} from '../batch/fleet-lines.js';
import {layoutGroupRuns} from '../batch/group-lines.js';
import {readFleetRuns} from '../batch/read-fleet.js';
import {readKnownFile, writeKnownFile} from '../batch/known-file.js';
import {withCase, type CaseSession} from '../case-session.js';
import type {CommandContext, RunCommand} from '../command.js';
import {chooseExitCode} from '../fail-on.js';
import {writeJson} from '../json-output.js';
import {readTimeUs} from '../read-time.js';
import {canOpenScreen} from '../screen.js';
import {printLines} from '../view/print-lines.js';

type Form = 'table' | 'csv' | 'json';

export const run: RunCommand = (context) => {
  const {args} = context;
  const form = readForm(context);
  const rows = readCount(args, 'rows', 0) ?? DEFAULT_ROWS;
  const keeps = readPeriod(context);
  // Here --format is the form of the output; the logs' own format is detected.
  const reading = {...context, args: {...args, format: undefined}};
  return withCase(reading, async (session) => {
    const known = await readKnownFile(context);
    const built = buildFleet(await readFleetRuns(context, session, keeps));
    const chosen = findGroup(built, readText(args, 'group'));
    const accepted = chosen === undefined ? built.groups : [chosen];
    await writeKnownFile(context, accepted, known ?? []);
    // What is accepted just now is news once more where another file says what is known.
    const marks = known ?? (readText(args, 'write-known') === undefined ? [] : accepted);
    const fleet = {...built, groups: markKnown(built.groups, marks)};
    const group = fleet.groups.find(({id}) => id === chosen?.id);
    if (form === 'json') await writeJson(context.output, 'fleet', toJson(fleet, group));
    else if (form === 'csv') await writeCsv(context, fleet, group);
    else await show(context, session, {fleet, group, rows: rows === 0 ? Infinity : rows});
    const judged = group === undefined ? fleet.groups : [group];
    const news = judged.filter(({isKnown}) => !isKnown);
    return session.exitCode === 0 ? chooseExitCode(args, news) : session.exitCode;
  });
};

function readForm({args}: CommandContext): Form {
  if (readFlag(args, 'json')) return 'json';
  const form = readText(args, 'format') ?? 'table';
  if (form === 'table' || form === 'csv' || form === 'json') return form;
  throw new UserError(`--format ${visible(form)}: a fleet has no such form`, {
    next: 'choose of table, csv, json',
  });
}

/** Runs that touch the period; one without times is kept unless a period is asked for. */
export function readPeriod({args}: CommandContext): (run: RunSummary) => boolean {
  const nowUs = Date.now() * 1000;
  const sinceUs = readTimeUs(args, 'since', nowUs) ?? -Infinity;
  const untilUs = readTimeUs(args, 'until', nowUs) ?? Infinity;
  if (sinceUs === -Infinity && untilUs === Infinity) return () => true;
  return ({startUs, endUs}) =>
    startUs !== undefined && startUs < untilUs && (endUs ?? startUs) >= sinceUs;
}

/** @throws UserError where no group, or several, begin so */
function findGroup(fleet: Fleet, wanted: string | undefined): FleetGroup | undefined {
  if (wanted === undefined) return undefined;
  const found = fleet.groups.filter(({id}) => id.startsWith(wanted));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const count = found.length === 0 ? 'no group' : `${String(found.length)} groups`;
  throw new UserError(`--group ${visible(wanted)}: ${count} with an id that begins so`, {
    next: 'whatbroke fleet lists them',
  });
}

function toJson(fleet: Fleet, group: FleetGroup | undefined): object {
  if (group === undefined) return fleet;
  const members = new Set(group.runs);
  return {
    ...fleet,
    groups: [group],
    incidents: fleet.incidents.filter(({run: id}) => members.has(id)),
  };
}

async function writeCsv(
  {output}: CommandContext,
  fleet: Fleet,
  group: FleetGroup | undefined,
): Promise<void> {
  const members = group === undefined ? undefined : new Set(group.runs);
  const head = [
    'run',
    'agent',
    'severity',
    'rules',
    'groups',
    'start',
    'steps',
    'calls',
    'tokens',
    'depth',
    'duration_us',
  ];
  let text = csvLine([
    ...head,
    'steps_ratio',
    'calls_ratio',
    'tokens_ratio',
    'depth_ratio',
    'duration_ratio',
  ]);
  for (const {
    run: id,
    agent,
    severity,
    rules,
    groups,
    startUs,
    values,
    ratios,
  } of fleet.incidents) {
    if (members?.has(id) === false) continue;
    const start = startUs === undefined ? undefined : new Date(startUs / 1000).toISOString();
    const numbers = (of: typeof values): (number | undefined)[] => [
      of.steps,
      of.calls,
      of.tokens,
      of.depth,
      of.durationUs,
    ];
    text += csvLine([
      id,
      agent,
      severity,
      rules.join(' '),
      groups.join(' '),
      start,
      ...numbers(values),
      ...numbers(ratios),
    ]);
  }
  await output.data(text);
}

async function show(
  context: CommandContext,
  session: CaseSession,
  {
    fleet,
    group,
    rows,
  }: {readonly fleet: Fleet; readonly group: FleetGroup | undefined; readonly rows: number},
): Promise<void> {
  const {args, output} = context;
  const layout = {width: output.width, rows, caseOption: session.caseOption};
  let lines: readonly Line[];
  if (group !== undefined) lines = layoutGroupRuns(fleet, group, layout);
  else lines = layoutFleet(fleet, layout);
  if (canOpenScreen(context) && !readFlag(args, 'print') && fleet.groups.length > 0) {
    const {browseFleet} = await import('../batch/browse-fleet.js');
    await browseFleet(context, session, {fleet, group});
    return;
  }
  await printLines(output, [...lines, line('plain', literal(''))]);
}
