import {useApp, useInput} from 'ink';
import {useEffect, useMemo, useSyncExternalStore, type ReactElement} from 'react';
import type {Painter} from '../text/style.js';
import type {AppStore} from './app-store.js';
import {Frame} from './Frame.js';
import {buildFrame} from './frame.js';
import {actionForKey} from './keymap.js';
import {normalizeKeys} from './normalize-keys.js';
import {symbolsFor} from './symbols.js';
import {buildStrip} from './views/strip.js';

export interface ReplayAppProps {
  readonly store: AppStore;
  readonly paint: Painter;
  readonly ascii: boolean;
  readonly onRedraw: () => void;
  readonly onSuspend: () => void;
}

/** The root: the one `useInput`, and a frame that is a pure function of the state. */
export function ReplayApp(props: ReplayAppProps): ReactElement {
  const {store, paint, ascii} = props;
  const {replay, screen, columns} = useSyncExternalStore(store.onFrame, store.getFrame);
  const {exit} = useApp();
  useEffect(() => {
    if (replay.hasQuit) exit();
  }, [replay.hasQuit, exit]);

  useInput((input, key) => {
    for (const name of normalizeKeys(input, key)) {
      const action = actionForKey(store.get().replay, name);
      if (action === undefined) continue;
      if (action === 'suspend') {
        props.onSuspend();
        continue;
      }
      store.dispatch({kind: 'replay', action});
      if (action.kind === 'refresh') props.onRedraw();
    }
  });

  const symbols = useMemo(() => symbolsFor(ascii), [ascii]);
  const {findings, run} = replay;
  const strip = useMemo(
    () => buildStrip(findings, run.steps, columns),
    [findings, run.steps, columns],
  );
  const panes = useMemo(
    () => buildFrame(replay, {screen, symbols, strip}),
    [replay, screen, symbols, strip],
  );
  return <Frame panes={panes} columns={columns} paint={paint} ascii={ascii} />;
}
