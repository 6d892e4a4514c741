import {rowAt} from '../replay/move.js';
import {planTick, PLAY_SPEEDS} from '../replay/play/play-state.js';
import type {ReplayState} from '../replay/state.js';
import type {AppStore} from './app-store.js';

/** The clock of the play: while it is on, one tick after the other, each planned when the last one came. */
export function connectPlayer(store: AppStore): () => void {
  let timer: NodeJS.Timeout | undefined;
  let plannedSpeed = -1;
  const plan = (): void => {
    const {replay} = store.get();
    if (replay.play === undefined) {
      clearTimeout(timer);
      timer = undefined;
      return;
    }
    // Another speed counts at once, not after a long gap.
    if (timer !== undefined && plannedSpeed === replay.speed) return;
    clearTimeout(timer);
    plannedSpeed = replay.speed;
    const {delayMs, steps} = tickOf(replay);
    timer = setTimeout(() => {
      timer = undefined;
      store.dispatch({kind: 'replay', action: {kind: 'play-tick', steps}});
      plan();
    }, delayMs);
  };
  const unsubscribe = store.onChange(plan);
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}

function tickOf(state: ReplayState): ReturnType<typeof planTick> {
  const speed = PLAY_SPEEDS[state.speed] ?? {kind: 'steps', perSecond: 2};
  return planTick(speed, rowAt(state, state.cursor), rowAt(state, state.cursor + 1));
}
