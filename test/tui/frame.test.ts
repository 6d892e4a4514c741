import {expect, test} from '@jest/globals';
import {createPainter} from '../../src/text/style.js';
import {composeFrame} from '../../src/tui/compose-frame.js';
import {buildFrame} from '../../src/tui/frame.js';
import {layout, layoutMode} from '../../src/tui/layout.js';
import {symbolsFor} from '../../src/tui/symbols.js';
import {cacheStrip} from '../../src/tui/views/strip.js';
import type {ReplayState} from '../../src/replay/state.js';
import {createFakeReader} from '../helpers/fake-reader.js';
import {after, openFake} from '../replay/opened.js';

const FAKE = {steps: 300, loop: {from: 30, laps: 20}};
const SIZE = {columns: 100, rows: 20};

/** The frame of a state as the screen gets it, without weight and colour. */
function draw(state: ReplayState, ascii: boolean): string {
  const screen = layout(SIZE.columns, SIZE.rows, layoutMode(state));
  const stripOf = cacheStrip();
  const strip = (columns: number): ReturnType<typeof stripOf> => stripOf(state, columns);
  const panes = buildFrame(state, {screen, symbols: symbolsFor(ascii), strip});
  const lines = composeFrame(panes, SIZE.columns, {paint: createPainter('none'), ascii});
  return lines.map((line) => line.trimEnd()).join('\n');
}
async function loaded(): Promise<ReplayState> {
  const reader = createFakeReader(FAKE);
  return after(
    await openFake(FAKE),
    {kind: 'rows-loaded', epoch: 0, page: 0, rows: await reader.steps('run-1', 0, 128)},
    {
      kind: 'detail-loaded',
      epoch: 0,
      step: 30,
      detail: await reader.step('run-1', 30, 1000),
      textLimit: 4000,
    },
  );
}

test('the findings overlay says what is claimed, why, and what speaks against it', async () => {
  const screen = draw(after(await loaded(), {kind: 'toggle-overlay', overlay: 'findings'}), true);
  expect(screen.split('\n').slice(2)).toMatchInlineSnapshot(`
   [
     " What broke: 1 finding, worst first",
     " x critical  steps 31-90           the same 3 steps were repeated 20 times",
     "",
     "   rule         loop/cycle",
     "   confidence   high: arguments and results are recorded and equal",
     "   unchanged    arguments and results of search_flights and read_page",
     "   benign if    polling was considered: the results never changed",
     "   provable     at step 39",
     "   [1] step 32  first search",
     "   [2] step 35  same arguments, same result",
     "",
     "",
     "",
     "",
     "",
     "",
     " j choose  Enter go there  1-9 evidence                                         ? all keys  q close",
   ]
  `);
});

test('the go-to field takes the footer', async () => {
  const state = after(
    await loaded(),
    {kind: 'prompt-open', purpose: 'goto'},
    {kind: 'prompt-type', text: '7'},
  );
  expect(draw(state, true)).toMatch(
    /go to step, time, share, lap or span: 7_ +Enter go {2}Esc cancel/,
  );
});

test('a refused key says why in the footer', async () => {
  const state = after(await loaded(), {kind: 'next-finding', forward: true});
  expect(draw(state, true).split('\n').at(-1)).toMatch(
    /^ no later finding +\? all keys {2}q quit$/,
  );
});

test('rows that are still on their way keep their place', async () => {
  const screen = draw(await openFake(FAKE), false);
  expect(screen).toMatch(/▸ {2}31 x …/);
});
