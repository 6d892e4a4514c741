import {Box, Text} from 'ink';
import {memo, type ReactElement} from 'react';
import {paintLine, type Line} from '../text/spans.js';
import type {Painter} from '../text/style.js';
import {toAsciiSigns} from './symbols.js';

/** The frame as Ink text: one node a row, since Ink's cost grows with the nodes and not with the text. */
export function Frame(props: {
  readonly lines: readonly Line[];
  readonly paint: Painter;
  readonly ascii: boolean;
}): ReactElement {
  return (
    <Box flexDirection="column">
      {props.lines.map((spans, row) => {
        const text = paintLine(props.paint, spans);
        return <Row key={row} text={props.ascii ? toAsciiSigns(text) : text} />;
      })}
    </Box>
  );
}

/** Rows that did not change are not laid out again. */
const Row = memo(function Row(props: {readonly text: string}): ReactElement {
  return <Text wrap="truncate">{props.text}</Text>;
});
