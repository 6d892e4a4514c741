import type {Action} from '../../src/replay/actions.js';
import {openReplay} from '../../src/replay/open-replay.js';
import {reduce} from '../../src/replay/reduce.js';
import type {ReplayState} from '../../src/replay/state.js';
import {createFakeReader, type FakeRun} from '../helpers/fake-reader.js';

/** A replay of a fake run, as it is before the first key. */
export async function openFake(fake: FakeRun, startStep?: number): Promise<ReplayState> {
  const reader = createFakeReader(fake);
  const run = await reader.run('run-1');
  if (run === undefined) throw new Error('the fake run is missing');
  const viewport = {
    listRows: 10,
    detailRows: 6,
    detailColumns: 60,
    overlayRows: 18,
    overlayColumns: 80,
  };
  const findings = await reader.findings('run-1');
  return openReplay({run, findings, startStep, viewport, helpLines: 40});
}

export function after(state: ReplayState, ...actions: readonly Action[]): ReplayState {
  let next = state;
  for (const action of actions) next = reduce(next, action);
  return next;
}
