import type {Fleet, FleetGroup} from '../../batch/fleet/fleet.js';
import {runFleetList} from '../../tui/fleet/run-fleet-list.js';
import {openFleet} from '../../tui/fleet/fleet-state.js';
import type {CaseSession} from '../case-session.js';
import type {CommandContext} from '../command.js';
import {openReplay} from '../open-replay.js';
import {chooseScreenLook} from '../screen.js';

/** The list, and the replay of whatever run is chosen in it, until the person quits the list. */
export async function browseFleet(
  context: CommandContext,
  session: CaseSession,
  {fleet, group}: {readonly fleet: Fleet; readonly group: FleetGroup | undefined},
): Promise<void> {
  let state = openFleet(fleet, group?.id);
  for (;;) {
    const choice = await runFleetList({
      state,
      stdin: process.stdin,
      stdout: process.stdout,
      ...chooseScreenLook(context),
    });
    state = choice.state;
    if (choice.run === undefined) return;
    await openReplay(context, session, {runId: choice.run});
  }
}
