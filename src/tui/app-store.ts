import {reduceApp, type AppAction, type AppState} from './app-state.js';

/** Least time between two frames: a held key must not queue frames that nobody sees. */
const FRAME_MS = 16;

/**
 * The state between the keys and the screen. Actions take effect at once, so the next key is judged by
 * what the last one did; frames follow at most every `FRAME_MS`, the first in the next turn.
 */
export interface AppStore {
  readonly get: () => AppState;
  readonly dispatch: (action: AppAction) => void;
  /** Told of every change. */
  readonly onChange: (listen: () => void) => () => void;
  /** Told when a frame is due. */
  readonly onFrame: (listen: () => void) => () => void;
  /** The state as of the last frame. */
  readonly getFrame: () => AppState;
  readonly stop: () => void;
}

export function createAppStore(opening: AppState): AppStore {
  let state = opening;
  let frame = opening;
  let lastFrameMs = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  let isDue = false;
  const changeListeners = new Set<() => void>();
  const frameListeners = new Set<() => void>();

  const drawFrame = (): void => {
    isDue = false;
    lastFrameMs = performance.now();
    frame = state;
    for (const listen of frameListeners) listen();
  };
  // Never at once: rows that the reader has at hand come before the next turn, and one frame shows both.
  const scheduleFrame = (): void => {
    if (isDue) return;
    isDue = true;
    const waitMs = lastFrameMs + FRAME_MS - performance.now();
    if (waitMs <= 0) setImmediate(drawFrame);
    else timer = setTimeout(drawFrame, waitMs);
  };
  return {
    get: () => state,
    getFrame: () => frame,
    dispatch: (action) => {
      const next = reduceApp(state, action);
      if (next === state) return;
      state = next;
      for (const listen of changeListeners) listen();
      scheduleFrame();
    },
    onChange: (listen) => subscribe(changeListeners, listen),
    onFrame: (listen) => subscribe(frameListeners, listen),
    stop: () => {
      clearTimeout(timer);
      changeListeners.clear();
      frameListeners.clear();
    },
  };
}

function subscribe(listeners: Set<() => void>, listen: () => void): () => void {
  listeners.add(listen);
  return () => {
    listeners.delete(listen);
  };
}
