import {expect, test} from '@jest/globals';
import {parseGoto} from '../../../src/replay/goto/parse-goto.js';
import {createFakeReader} from '../../helpers/fake-reader.js';

test('a line leads to a step, a share, a time, a lap or a span', async () => {
  const run = await createFakeReader({steps: 1001}).run('run-1');
  if (run === undefined) throw new Error('the fake run is missing');
  const startUs = Date.UTC(2025, 2, 4, 9, 0, 0) * 1000;
  const go = (text: string): unknown => parseGoto(text, run);
  expect(go(' 120 ')).toEqual({kind: 'step', step: 119});
  expect(go('50%')).toEqual({kind: 'step', step: 500});
  expect(go('100%')).toEqual({kind: 'step', step: 1000});
  expect(go('+90s')).toEqual({kind: 'time', timeUs: startUs + 90e6});
  expect(go('+1.5h')).toEqual({kind: 'time', timeUs: startUs + 5400e6});
  expect(go('09:03:20')).toEqual({kind: 'time', timeUs: startUs + 200e6});
  // Before the start of the run: the same time on the next day.
  expect(go('08:00')).toEqual({kind: 'time', timeUs: startUs + 23 * 3600e6});
  expect(go('2025-03-04 09:00:30')).toEqual({kind: 'time', timeUs: startUs + 30e6});
  expect(go('2025-03-04T10:00:30+01:00')).toEqual({kind: 'time', timeUs: startUs + 30e6});
  expect(go('lap 12')).toEqual({kind: 'lap', lap: 12});
  expect(go('span abc')).toEqual({kind: 'span', spanId: 'abc'});
  expect(go('b3e9a3a1551eda05')).toEqual({kind: 'span', spanId: 'b3e9a3a1551eda05'});
  expect(go('0')).toEqual({kind: 'wrong', why: 'there is no step 0: steps go from 1 to 1,001'});
  expect(go('')).toEqual({kind: 'wrong', why: 'nothing was typed'});
  expect(parseGoto('+3s', {...run, startUs: undefined})).toEqual({
    kind: 'wrong',
    why: 'this log tells no times',
  });
});
