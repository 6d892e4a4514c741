import {reduceApp, type AppAction, type AppState} from './app-state.js';

/** Least time between two frames: a held key must not queue frames that nobody sees. */
const FRAME_MS = 16;
/** The same while nothing but the progress of a search changes: the frame of the next key must not wait for it. */
const PROGRESS_MS = 100;

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
  let dueMs = Infinity;
  const changeListeners = new Set<() => void>();
  const frameListeners = new Set<() => void>();

  const drawFrame = (): void => {
    dueMs = Infinity;
    lastFrameMs = performance.now();
    frame = state;
    for (const listen of frameListeners) listen();
  };
  // Never at once: rows that the reader has at hand come before the next turn, and one frame shows both.
  const scheduleFrame = (leastMs: number): void => {
    const wantedMs = lastFrameMs + leastMs;
    if (dueMs <= wantedMs) return;
    dueMs = wantedMs;
    clearTimeout(timer);
    const waitMs = wantedMs - performance.now();
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
      // First: a piece of a search that a listener starts comes after the frame that says so.
      scheduleFrame(isProgress(action) ? PROGRESS_MS : FRAME_MS);
      for (const listen of changeListeners) listen();
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

function isProgress(action: AppAction): boolean {
  if (action.kind !== 'replay' || action.action.kind !== 'found') return false;
  const {steps, next} = action.action.found;
  return steps.length === 0 && next !== undefined;
}

function subscribe(listeners: Set<() => void>, listen: () => void): () => void {
  listeners.add(listen);
  return () => {
    listeners.delete(listen);
  };
}
