import fc from 'fast-check';
import {expect, test} from '@jest/globals';
import {line, padLine, type Line} from '../../src/text/spans.js';
import {createPainter} from '../../src/text/style.js';
import {literal, visible} from '../../src/text/visible.js';
import {textWidth} from '../../src/text/width.js';
import {composeFrame} from '../../src/tui/compose-frame.js';

const plain = {paint: createPainter('none'), ascii: false};

test('panes stand side by side, short lines are filled up to the next pane', () => {
  const pane = (name: string, rect: readonly [number, number, number, number], lines: Line[]) => ({
    name,
    rect: {left: rect[0], top: rect[1], width: rect[2], height: rect[3]},
    lines,
  });
  const text = (words: string): Line => line('plain', literal(words));
  const rows = composeFrame(
    [
      pane('header', [0, 0, 12, 1], [text('head')]),
      // Out of order, with a column of nobody between.
      pane('right', [6, 1, 6, 2], [text('r1')]),
      pane('left', [0, 1, 5, 2], [text('l1'), text('猫')]),
    ],
    12,
    plain,
  );
  expect(rows.map((row) => row.trimEnd())).toEqual(['head', 'l1    r1', '猫']);
});

test('a row is never wider than the screen, whatever the panes hold', () => {
  fc.assert(
    fc.property(fc.string({unit: 'grapheme'}), fc.integer({min: 1, max: 20}), (words, width) => {
      const fitted = padLine(line('plain', visible(words)), width);
      const panes = [
        {name: 'a', rect: {left: 0, top: 0, width, height: 1}, lines: [fitted]},
        {name: 'b', rect: {left: width, top: 0, width, height: 1}, lines: [fitted]},
      ];
      const [row] = composeFrame(panes, 2 * width, plain);
      expect(textWidth(visible(row ?? ''))).toBe(2 * width);
      // In ASCII the same columns, whatever the log holds.
      const [ascii = ''] = composeFrame(panes, 2 * width, {...plain, ascii: true});
      expect(ascii).toMatch(/^[ -~]*$/);
      expect(ascii).toHaveLength(2 * width);
    }),
  );
});
