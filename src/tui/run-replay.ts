import {UserError} from '../model/user-error.js';
import type {NoteKeeper} from '../replay/notes.js';
import type {TraceReader} from '../replay/reader.js';
import {missingData} from '../replay/requests.js';
import {createPainter} from '../text/style.js';
import {literal, visible, type DisplayText} from '../text/visible.js';
import {openApp, reduceApp, type AppState} from './app-state.js';
import {createAppStore, type AppStore} from './app-store.js';
import {connectClipboard} from './clipboard.js';
import {connectPlayer} from './player.js';
import {answer, connectReader, type ReplayEffects} from './reader-effects.js';
import {drawFrames} from './draw-frames.js';
import {createScreenWriter, type ScreenWriter} from './screen-writer.js';
import {createSuspend, createTerminal, guardTerminal} from './terminal.js';

export interface ReplayOptions {
  readonly reader: TraceReader;
  readonly runId: string;
  /** Keeps bookmarks, notes and triage; absent: the keys say that nothing can be kept. */
  readonly notes?: NoteKeeper | undefined;
  /** Writes the report of a run to a file and says where. */
  readonly exportReport?: ((runId: string) => Promise<DisplayText>) | undefined;
  /** Step to open at, from 0; default the first step of the worst finding. */
  readonly startStep?: number;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** Frame and signs in ASCII only. */
  readonly ascii: boolean;
  readonly colour: boolean;
  /** Told the milliseconds of every frame; for measurements. */
  readonly onFrame?: (renderMs: number) => void;
}

const FALLBACK_SIZE = {columns: 80, rows: 24};

/**
 * Opens the replay of one run and resolves when the person quits; the terminal is given back before that,
 * also when it rejects. The reader stays open: it is the caller's.
 * @throws UserError without a terminal, or when the case holds no such run.
 */
export async function runReplay(options: ReplayOptions): Promise<void> {
  const {stdin, stdout} = options;
  if (!stdin.isTTY || !stdout.isTTY)
    throw new UserError('replay needs a terminal for its keys and its screen', {
      next: 'use `whatbroke replay --print` to write the steps as plain text',
    });
  const opening = await loadOpening(options);
  const terminal = createTerminal(stdin, stdout);
  const writer = createScreenWriter(stdout);
  const store = createAppStore(opening);
  const stopReading = connectReader(store, effectsOf(options));
  const stopPlaying = connectPlayer(store);
  const stopResizing = followSize(stdout, store, writer);
  connectClipboard(store, writer);
  const suspension = createSuspend(terminal, stdin, writer);
  let unmount = (): void => undefined;
  const leave = (): void => {
    writer.mute();
    unmount();
    terminal.leave();
  };
  const unguard = guardTerminal(leave);
  terminal.enter();
  try {
    const stopDrawing = drawFrames(store, writer, {
      paint: createPainter(options.colour ? 'ansi16' : 'mono'),
      ascii: options.ascii,
      onFrame: options.onFrame,
    });
    const {readKeys} = await import('./read-keys.js');
    await readKeys(store, {
      stdin,
      size: sizeOf(stdout),
      onRedraw: writer.redraw,
      onSuspend: suspension.suspend,
      onStart: (stop) => {
        unmount = () => {
          stopDrawing();
          stop();
        };
      },
    });
  } finally {
    suspension.stop();
    stopResizing();
    stopReading();
    stopPlaying();
    store.stop();
    leave();
    unguard();
  }
}

/** The run, its findings and the first screen of rows, so that the first frame is whole. */
async function loadOpening(options: ReplayOptions): Promise<AppState> {
  const {reader, runId, startStep, stdout} = options;
  const [run, findings, overview, notes] = await Promise.all([
    reader.run(runId),
    reader.findings(runId),
    reader.overview(runId),
    reader.notes(runId),
  ]);
  if (run === undefined)
    throw new UserError(`no run ${visible(runId)} in this case`, {
      next: 'use `whatbroke traces` to list the runs',
    });
  let app = openApp(
    {
      run,
      findings,
      overview,
      notes,
      startStep,
      notesRefusal: refusalOf(options.notes),
      exportRefusal:
        options.exportReport === undefined ? literal('no report can be written here') : undefined,
    },
    sizeOf(stdout),
  );
  const questions = missingData(app.replay);
  const replies = await Promise.all(
    questions.map((request) => answer(effectsOf(options), app.replay, request)),
  );
  for (const action of replies) app = reduceApp(app, {kind: 'replay', action});
  return app;
}

function effectsOf({reader, notes, exportReport}: ReplayOptions): ReplayEffects {
  return {reader, notes, exportReport};
}

function refusalOf(notes: NoteKeeper | undefined): DisplayText | undefined {
  if (notes === undefined) return literal('this case takes no notes');
  return notes.refusal === undefined ? undefined : visible(notes.refusal);
}

function sizeOf(stdout: NodeJS.WriteStream): {readonly columns: number; readonly rows: number} {
  return {
    columns: stdout.columns || FALLBACK_SIZE.columns,
    rows: stdout.rows || FALLBACK_SIZE.rows,
  };
}

function followSize(stdout: NodeJS.WriteStream, store: AppStore, writer: ScreenWriter): () => void {
  const onResize = (): void => {
    const size = sizeOf(stdout);
    store.dispatch({kind: 'screen', ...size});
    writer.redraw();
  };
  stdout.on('resize', onResize);
  return () => {
    stdout.off('resize', onResize);
  };
}
