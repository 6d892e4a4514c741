import {Box, Text, Transform} from 'ink';
import {memo, type ReactElement} from 'react';
import {paintLine} from '../text/spans.js';
import type {Painter} from '../text/style.js';
import type {PaneContent} from './frame.js';
import {toAsciiSigns} from './symbols.js';

/** The panes at their places. */
export function Frame(props: {
  readonly panes: readonly PaneContent[];
  readonly columns: number;
  readonly paint: Painter;
  readonly ascii: boolean;
}): ReactElement {
  const bottoms = props.panes.map(({rect}) => rect.top + rect.height);
  return (
    <Box width={props.columns} height={Math.max(0, ...bottoms)}>
      {props.panes.map((pane) => (
        <Pane key={pane.name} pane={pane} paint={props.paint} ascii={props.ascii} />
      ))}
    </Box>
  );
}

function Pane(props: {
  readonly pane: PaneContent;
  readonly paint: Painter;
  readonly ascii: boolean;
}): ReactElement {
  const {rect, lines} = props.pane;
  return (
    <Box
      position="absolute"
      marginLeft={rect.left}
      marginTop={rect.top}
      width={rect.width}
      height={rect.height}
      flexDirection="column"
    >
      {lines.map((spans, row) => {
        const text = paintLine(props.paint, spans);
        return <Row key={row} text={props.ascii ? toAsciiSigns(text) : text} />;
      })}
    </Box>
  );
}

/**
 * One node a line. The painted text goes in as a transformation of a one-column text: its width is known
 * already, and Ink would measure every line again on every frame (a quarter of the frame's cost).
 */
const Row = memo(function Row(props: {readonly text: string}): ReactElement {
  return (
    <Transform transform={() => props.text}>
      <Text>.</Text>
    </Transform>
  );
});
