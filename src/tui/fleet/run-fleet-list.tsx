import {render} from 'ink';
import {UserError} from '../../model/user-error.js';
import {paintLine} from '../../text/spans.js';
import {createPainter} from '../../text/style.js';
import {toAsciiLine} from '../compose-frame.js';
import {createScreenWriter} from '../screen-writer.js';
import {createSilentStream} from '../silent-stream.js';
import {splitEscapes} from '../split-escapes.js';
import {createSuspend, createTerminal, guardTerminal} from '../terminal.js';
import {buildFleetFrame, listHeight} from './fleet-frame.js';
import {findFleetBinding} from './fleet-keys.js';
import {FleetKeys} from './FleetKeys.js';
import {indexIncidents, reduceFleet, runAt, type FleetState} from './fleet-state.js';

export interface FleetListOptions {
  readonly state: FleetState;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly ascii: boolean;
  readonly colour: boolean;
}

/** How the person left the list: to see a run, or for good. The state is where they were. */
export interface FleetChoice {
  readonly run: string | undefined;
  readonly state: FleetState;
}

const FALLBACK_SIZE = {columns: 80, rows: 24};

/** Shows the list until a run is chosen or the person quits; the terminal is given back. @throws UserError */
export async function runFleetList(options: FleetListOptions): Promise<FleetChoice> {
  const {stdin, stdout, ascii} = options;
  if (!stdin.isTTY || !stdout.isTTY) {
    throw new UserError('the list needs a terminal for its keys and its screen', {
      next: 'whatbroke fleet --print writes the table',
    });
  }
  const terminal = createTerminal(stdin, stdout);
  const writer = createScreenWriter(stdout);
  const paint = createPainter(options.colour ? 'ansi16' : 'mono');
  const incidents = indexIncidents(options.state.fleet);
  const sizeOf = (): {readonly columns: number; readonly rows: number} => ({
    columns: stdout.columns || FALLBACK_SIZE.columns,
    rows: stdout.rows || FALLBACK_SIZE.rows,
  });
  let state = reduceFleet(options.state, {kind: 'height', height: listHeight(sizeOf())});
  let chosen: string | undefined;
  let unmount = (): void => undefined;
  const draw = (): void => {
    const lines = buildFleetFrame(state, incidents, sizeOf());
    writer.show(lines.map((each) => paintLine(paint, ascii ? toAsciiLine(each) : each)));
  };
  const onResize = (): void => {
    state = reduceFleet(state, {kind: 'height', height: listHeight(sizeOf())});
    draw();
    writer.redraw();
  };
  const leave = (): void => {
    writer.mute();
    unmount();
    terminal.leave();
  };
  const suspension = createSuspend(terminal, stdin, writer);
  const unguard = guardTerminal(leave);
  const onKey = (key: string): void => {
    const action = findFleetBinding(key)?.action;
    if (action === undefined) return;
    if (action === 'suspend') suspension.suspend();
    else if (action === 'redraw') writer.redraw();
    else if (action === 'quit') {
      if (key === 'ctrl+c' || (state.mode === 'groups' && !state.isHelp)) unmount();
      else state = reduceFleet(state, {kind: 'back'});
    } else if (action.kind === 'open' && !state.isHelp && runAt(state) !== undefined) {
      chosen = runAt(state);
      unmount();
      return;
    } else state = reduceFleet(state, action);
    draw();
  };
  terminal.enter();
  stdout.on('resize', onResize);
  try {
    draw();
    const app = render(<FleetKeys onKey={onKey} />, {
      stdin: splitEscapes(stdin),
      stdout: createSilentStream(sizeOf()),
      exitOnCtrlC: false,
      patchConsole: false,
    });
    unmount = () => {
      app.unmount();
    };
    await app.waitUntilExit();
  } finally {
    suspension.stop();
    stdout.off('resize', onResize);
    leave();
    unguard();
  }
  return {run: chosen, state};
}
