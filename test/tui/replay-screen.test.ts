import {expect, test} from '@jest/globals';
import {HOSTILE} from '../text/hostile.js';
import {startReplay} from './virtual-terminal.js';

const FAKE = {steps: 1000, loop: {from: 40, laps: 20}, errorEvery: 50};

test('80x24: opens at the loop, and says where, what and which keys', async () => {
  const app = startReplay(FAKE, {columns: 80, rows: 24});
  expect(await app.waitFor((screen) => screen.includes('lap 1 of 20'))).toMatchInlineSnapshot(`
   [
     " whatbroke  book a flight  x failed, says exit status          step 41 of 1,000",
     "───◆xxxx───e───e───e───e───e───e───e───e───e───e───e───e───e───e───e───e───e───e",
     "     37   llm     plan                    → no seats left                900 ms",
     "     38   tool    search_flights         {"from":"BER","to":"LIS","pag…  120 ms",
     "     39   tool    read_page              {"from":"BER","to":"LIS","pag…  120 ms",
     "     40   llm     plan                    → no seats left                900 ms",
     "▸    41 x tool    search_flights         {"from":"BER","to":"LIS","pag…  120 ms",
     "     42 x tool    read_page              {"from":"BER","to":"LIS","pag…  120 ms",
     "     43 x llm     plan                    → no seats left                900 ms",
     "     44 x tool    search_flights         {"from":"BER","to":"LIS","pag…  120 ms",
     "     45 x tool    read_page              {"from":"BER","to":"LIS","pag…  120 ms",
     "     46 x llm     plan                    → no seats left                900 ms",
     "     47 x tool    search_flights         {"from":"BER","to":"LIS","pag…  120 ms",
     "     48 x tool    read_page              {"from":"BER","to":"LIS","pag…  120 ms",
     "── used so far  14/334 llm calls · 27/666 tools · 14k tokens (4%) · 1m 00s ─────",
     " x critical  the same 3 steps were repeated 20 times",
     "   lap 1 of 20 · unchanged: arguments and results of search_flights and read_pa…",
     " tool search_flights  ok  120 ms",
     " arguments   {"from":"BER","to":"LIS","page":"same"}",
     " result      no seats left",
     " so far      14 llm · 27 tools · 0 failed · 14k tokens · depth 2 of 2 · context",
     "             900 of 2,000 (45%)",
     " j next step  d what changed  Enter open                     ? all keys  q quit",
     "",
   ]
  `);
  expect(app.isAlternate()).toBe(true);
  app.press('q');
  await app.done;
  expect(app.isAlternate()).toBe(false);
  expect(app.isRaw()).toBe(false);
  expect(app.written()).not.toContain('\u001b[3J');
});

test('keys by themselves: step, error, finding, open, goto, help, findings', async () => {
  const app = startReplay(FAKE, {columns: 80, rows: 24});
  await app.waitFor((screen) => screen.includes('step 41 of 1,000'));
  app.press('jjj');
  await app.waitFor((screen) => screen.includes('lap 2 of 20'));
  app.press('e');
  await app.waitFor((screen) => screen.includes('step 150 of 1,000'));
  app.press('F');
  await app.waitFor((screen) => screen.includes('step 41 of 1,000'));
  app.press('\r');
  await app.waitFor((screen) => screen.includes('recorded') && screen.includes('Esc back'));
  // Escape and what follows come at once, and a slow link cuts between or within them.
  app.press('\u001b:999\r');
  await app.waitFor((screen) => screen.includes('step 999 of 1,000') && screen.includes('? all'));
  app.press('\r');
  await app.waitFor((screen) => screen.includes('Esc back'));
  app.press('\u001b');
  app.press('k\u001b');
  app.press('[A');
  await app.waitFor((screen) => screen.includes('step 997 of') && screen.includes('Enter open'));
  app.press('\r\u001b');
  await app.waitFor((screen) => screen.includes('Enter open'));
  app.press('/:999\u001b:999\r');
  await app.waitFor((screen) => screen.includes('step 999 of 1,000'));
  app.press('?');
  await app.waitFor((screen) => screen.includes('next finding') && screen.includes(' Keys'));
  app.press('?w');
  await app.waitFor((screen) => screen.includes('What broke: 1 finding'));
  app.press('\r');
  await app.waitFor((screen) => screen.includes('step 41 of 1,000'));
  app.press('f');
  await app.waitFor((screen) => screen.includes('no later finding'));
  app.press('\u0003');
  await app.done;
});

test.each([
  [120, 40],
  [200, 50],
])('%ix%i: side by side, drawn in rows - 1 lines', async (columns, rows) => {
  const app = startReplay(FAKE, {columns, rows});
  const lines = await app.waitFor((screen) => screen.includes('lap 1 of 20'));
  expect(lines[rows - 1]).toBe('');
  expect(lines[rows - 2]).toContain('? all keys  q quit');
  expect(lines.slice(rows - 20, rows - 2).every((line) => line.includes('│'))).toBe(true);
  app.press('q');
  await app.done;
});

test('resizing, down to 1x1 and back, redraws and never wipes the scrollback', async () => {
  const app = startReplay(FAKE, {columns: 80, rows: 24});
  await app.waitFor((screen) => screen.includes('step 41 of 1,000'));
  app.resize(50, 12);
  await app.waitFor((screen) => screen.startsWith('terminal too small (need 60x15)\n'));
  app.resize(1, 1);
  app.resize(120, 30);
  const lines = await app.waitFor((screen) => screen.includes('lap 1 of 20'));
  expect(lines.filter((line) => line.includes('step 41 of'))).toHaveLength(1);
  app.resize(80, 24);
  const back = await app.waitFor((screen) => screen.includes('lap 1 of 20'));
  expect(back.filter((line) => line.includes('▸'))).toHaveLength(1);
  app.press('q');
  await app.done;
  expect(app.written()).not.toContain('\u001b[3J');
});

test('hostile text reaches the terminal as signs only', async () => {
  // Several at once: a start costs more than the text.
  for (let from = 0; from < HOSTILE.length; from += 6) {
    const poison = HOSTILE.slice(from, from + 6).join('');
    const app = startReplay(
      {...FAKE, poison, resultText: () => `${poison}\n${poison}`},
      {columns: 80, rows: 24},
    );
    await app.waitFor((screen) => screen.includes('step 41 of 1,000'));
    app.press('jj\r');
    await app.waitFor((screen) => screen.includes('Esc back'));
    app.press('\u0003');
    await app.done;
    // Ours are cursor moves, clears, modes and weights; nothing else may begin with ESC.
    const rest = app
      .written()
      .replace(/\u001b\[(\d*;?\d*H|2?[JK]|\?(1049|7|25|2026)[hl]|[0-9;]*m)/g, '');
    expect(rest).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b-\u200f]/);
  }
}, 120_000);

test('a run without steps: every key is answered, nothing breaks', async () => {
  const app = startReplay({steps: 0}, {columns: 80, rows: 24});
  await app.waitFor((screen) => screen.includes('this run has no steps'));
  const keys = Array.from({length: 94}, (_unused, at) => String.fromCharCode(33 + at));
  // Quitting and typing apart, each key, and back from whatever it opened.
  for (const key of keys.filter((sign) => !'q/&:bcT'.includes(sign)))
    app.press(`${key}\u001b\u001b`);
  app.press(' \r\u001b\t\u0004\u0015:7\r\u001b?');
  await app.waitFor((screen) => screen.includes(' Keys'));
  app.press('?q');
  await app.done;
});

test('without a terminal it says what to do instead', async () => {
  const stdin = {isTTY: false} as unknown as NodeJS.ReadStream;
  await expect(startReplay(FAKE, {columns: 80, rows: 24}, {stdin}).done).rejects.toMatchObject({
    message: 'replay needs a terminal for its keys and its screen',
  });
  await expect(startReplay(FAKE, {columns: 80, rows: 24}, {runId: 'x\u0007'}).done).rejects.toThrow(
    'no run x␇ in this case',
  );
});

test('a million steps: ends, jumps and a run of keys', async () => {
  const app = startReplay(
    {steps: 1_000_000, loop: {from: 500_000, laps: 100_000}},
    {columns: 120, rows: 40},
  );
  await app.waitFor((screen) => screen.includes('step 500,001 of 1,000,000'));
  app.press('G');
  await app.waitFor((screen) => screen.includes('step 1,000,000 of 1,000,000'));
  app.press('g');
  await app.waitFor((screen) => screen.includes('step 1 of 1,000,000'));
  app.press('j'.repeat(200));
  await app.waitFor((screen) => screen.includes('step 201 of 1,000,000'));
  app.press('q');
  await app.done;
});

test('ASCII frames hold no sign outside ASCII', async () => {
  const app = startReplay(FAKE, {columns: 120, rows: 40}, {ascii: true});
  const lines = await app.waitFor((screen) => screen.includes('lap 1 of 20'));
  expect(lines.join('')).toMatch(/^[ -~]*$/);
  // Signs of ours all have a like of their own; only those of a log become question marks.
  expect(lines.join('')).not.toMatch(/\?(?! all keys)/);
  app.press('q');
  await app.done;
});
