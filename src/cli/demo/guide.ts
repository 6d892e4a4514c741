import {line, type Line} from '../../text/spans.js';
import {literal, show, visible, type DisplayText} from '../../text/visible.js';
import {wrapLine} from '../../text/wrap.js';
import type {BundledIncident} from './bundled.js';

/** A command to try next, and what it shows. */
export interface NextStep {
  readonly command: string;
  readonly shows: string;
}

/** Longest story, in lines. */
const MAX_LINES = 12;
const EMPTY = line('plain', literal(''));

const paragraph = (text: DisplayText, width: number): readonly Line[] =>
  wrapLine(text, width, MAX_LINES).map((part) => line('plain', part));

/** What a person reads before the replay opens. */
export function layoutStory(
  incident: BundledIncident,
  {isTwin, width}: {readonly isTwin: boolean; readonly width: number},
): readonly Line[] {
  const origin = show`Recorded with ${visible(incident.framework)}, exported by ${visible(incident.exporter)}; the model was scripted, the frameworks are real.`;
  const story = isTwin
    ? show`The healthy twin. ${visible(incident.twinStory)}`
    : visible(incident.story);
  return [
    line('title', visible(incident.title)),
    ...paragraph(origin, width),
    EMPTY,
    ...paragraph(story, width),
    EMPTY,
  ];
}

export function layoutNext(steps: readonly NextStep[], width: number): readonly Line[] {
  return [
    line('plain', literal('Next:')),
    ...steps.flatMap(({command, shows}) => [
      // Copied by hand or mouse: never cut, never wrapped by us.
      [
        {token: 'muted' as const, text: literal('  $ ')},
        {token: 'accent' as const, text: visible(command)},
      ],
      ...wrapLine(visible(shows), width - 6, MAX_LINES).map((part) =>
        line('plain', show`      ${part}`),
      ),
    ]),
    EMPTY,
  ];
}
