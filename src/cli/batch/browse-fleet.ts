import type {Fleet, FleetGroup} from '../../batch/fleet/fleet.js';
import {chooseStyleLevel} from '../../text/style.js';
import {runFleetList} from '../../tui/fleet/run-fleet-list.js';
import {openFleet} from '../../tui/fleet/fleet-state.js';
import {readFlag} from '../arguments.js';
import type {CaseSession} from '../case-session.js';
import type {CommandContext} from '../command.js';
import {openReplay} from '../open-replay.js';

/** The list, and the replay of whatever run is chosen in it, until the person quits the list. */
export async function browseFleet(
  context: CommandContext,
  session: CaseSession,
  {fleet, group}: {readonly fleet: Fleet; readonly group: FleetGroup | undefined},
): Promise<void> {
  const {args, env} = context;
  const colours = readFlag(args, 'no-color') ? {NO_COLOR: '1'} : env;
  let state = openFleet(fleet, group?.id);
  for (;;) {
    const choice = await runFleetList({
      state,
      stdin: process.stdin,
      stdout: process.stdout,
      ascii: readFlag(args, 'ascii'),
      colour: chooseStyleLevel(colours, true) !== 'none',
    });
    state = choice.state;
    if (choice.run === undefined) return;
    await openReplay(context, session, {runId: choice.run});
  }
}
