import {code, say} from '../../report/draft/say.js';
import type {Inlines} from '../../report/draft/draft.js';
import {formatCount, formatCountOf} from '../../text/numbers.js';
import type {SightingKind} from '../survey/survey.js';
import type {RoundupBlock, RoundupPart} from './document.js';
import type {News, Security, SecurityNote} from './roundup.js';
import {sayMinute} from './say-numbers.js';

const MAX_ITEMS = 10;

const HEADINGS: readonly (readonly [SightingKind, string, string])[] = [
  [
    'credential',
    'Credentials in tool calls, by fingerprint',
    'No credential of a known form was passed to a tool.',
  ],
  [
    'secret',
    'Secrets in results, errors and messages',
    'No secret of a known form stands in the logs.',
  ],
  [
    'permission',
    'Permissions and settings that changed',
    'None that the archive has not seen before.',
  ],
  [
    'unapproved',
    'Calls that destroy, publish or pay, without an approval before them',
    'None: either approved, or not made.',
  ],
  ['hook', 'Hooks touched', 'None.'],
  ['write', 'Write targets seen for the first time', 'None.'],
  ['tool', 'Tools seen for the first time', 'None.'],
  ['host', 'Hosts seen for the first time', 'None.'],
  ['path', 'Folders seen for the first time', 'None.'],
];

const NEWS_WORDS: Readonly<Record<News, string>> = {
  'first-seen': 'first seen',
  'new-agent': 'used by a new agent',
  'new-place': 'seen in a new place',
  seen: 'seen before',
};

/** Friday: what agents may do, what they hold, and what they touched that they did not touch before. */
export function saySecurity({hasHistory, notes, dropped}: Security): RoundupPart {
  const blocks: RoundupBlock[] = [];
  if (!hasHistory) {
    blocks.push(
      text(say`The archive begins in this period: everything in it is seen for the first time.`),
    );
  }
  for (const [kind, heading, none] of HEADINGS) {
    const own = notes[kind];
    blocks.push({kind: 'heading', text: heading});
    if (own.length === 0) {
      blocks.push(text(say`${none}`));
      continue;
    }
    blocks.push({kind: 'list', items: own.slice(0, MAX_ITEMS).map(sayNote)});
    const rest = own.length - MAX_ITEMS;
    if (rest > 0) blocks.push(text(say`And ${formatCount(rest)} more; --json has them all.`));
  }
  if (dropped > 0) {
    blocks.push(
      text(
        say`${formatCountOf(dropped, 'sighting')} or steps of very large runs are beyond the bounds of this review.`,
      ),
    );
  }
  return {name: 'security', title: 'Friday: security and governance', blocks};
}

function sayNote({sighting, run, news}: SecurityNote): Inlines {
  const {value, agent, place, firstUs, step} = sighting;
  const who = agent === '' ? say`` : say` by ${code(agent)}`;
  const where = place === '' ? say`` : say` in ${code(place)}`;
  const words = say`${NEWS_WORDS[news]} ${sayMinute(firstUs)}`;
  return say`${code(value)}${where}${who}: ${words}, ${code(`show --run ${run} ${String(step + 1)}`)}`;
}

function text(line: Inlines): RoundupBlock {
  return {kind: 'paragraph', line};
}
