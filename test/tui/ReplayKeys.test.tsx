import {expect, test} from '@jest/globals';
import {render} from 'ink-testing-library';
import {openApp} from '../../src/tui/app-state.js';
import {createAppStore} from '../../src/tui/app-store.js';
import {ReplayKeys} from '../../src/tui/ReplayKeys.js';
import {createFakeReader} from '../helpers/fake-reader.js';
import {waitUntil} from '../helpers/wait-until.js';

test('keys of a terminal become actions of the store; the component draws nothing', async () => {
  const reader = createFakeReader({steps: 30, loop: {from: 3, laps: 4}});
  const run = await reader.run('run-1');
  if (run === undefined) throw new Error('the fake run is missing');
  const findings = await reader.findings('run-1');
  const store = createAppStore(openApp({run, findings, startStep: 0}, {columns: 80, rows: 24}));
  const calls: string[] = [];
  const app = render(
    <ReplayKeys
      store={store}
      onRedraw={() => calls.push('redraw')}
      onSuspend={() => calls.push('suspend')}
    />,
  );
  await new Promise((resolve) => setImmediate(resolve));
  for (const keys of ['jj', '\u001b[B', 'r', '\u001a']) app.stdin.write(keys);
  await waitUntil(() => calls.length === 2, 5000);
  expect(store.get().replay.cursor).toBe(3);
  expect(calls).toEqual(['redraw', 'suspend']);
  expect(app.lastFrame()).toBe('');
  app.unmount();
  store.stop();
});
