import type {UserAction} from '../../replay/actions.js';
import type {ReplayState} from '../../replay/state.js';
import type {DisplayText} from '../../text/visible.js';
import {JUMPS, noErrors, noFindings, noNotes, noSteps, type Binding} from './binding.js';

interface Jump {
  readonly id: string;
  readonly keys: readonly [next: string, previous: string];
  readonly what: string;
  readonly short: string;
  readonly action: (forward: boolean) => UserAction;
  readonly disabledReason: (state: ReplayState) => DisplayText | undefined;
}

const JUMP_LIST: readonly Jump[] = [
  {
    id: 'finding',
    keys: ['f', 'F'],
    what: 'finding',
    short: 'finding',
    action: (forward) => ({kind: 'next-finding', forward}),
    disabledReason: noFindings,
  },
  {
    id: 'error',
    keys: ['e', 'E'],
    what: 'step that failed',
    short: 'error',
    action: (forward) => ({kind: 'next-error', forward}),
    disabledReason: noErrors,
  },
  {
    id: 'lap',
    keys: ['}', '{'],
    what: 'lap of the loop here (the same place in it)',
    short: 'lap',
    action: (forward) => ({kind: 'next-lap', forward}),
    disabledReason: noSteps,
  },
  {
    id: 'hand-off',
    keys: ['a', 'A'],
    what: 'hand-off: another agent acts',
    short: 'hand-off',
    action: (forward) => ({kind: 'find', aim: 'hand-off', forward}),
    disabledReason: noSteps,
  },
  {
    id: 'write',
    keys: ['s', 'S'],
    what: 'step that changes something outside (a write)',
    short: 'write',
    action: (forward) => ({kind: 'find', aim: 'write', forward}),
    disabledReason: noSteps,
  },
  {
    id: 'same-call',
    keys: ['o', 'O'],
    what: 'step with the very same call',
    short: 'same call',
    action: (forward) => ({kind: 'find', aim: 'call like this', forward}),
    disabledReason: noSteps,
  },
  {
    id: 'note',
    keys: ["'", '"'],
    what: 'bookmark or note',
    short: 'note',
    action: (forward) => ({kind: 'next-note', forward}),
    disabledReason: noNotes,
  },
];

/** Each jump as two bindings: on and back. */
export const JUMP_KEYS: readonly Binding[] = JUMP_LIST.flatMap((jump) =>
  [true, false].map((forward): Binding => {
    const word = forward ? 'next' : 'previous';
    return {
      id: `jump.${word}-${jump.id}`,
      keys: [jump.keys[forward ? 0 : 1]],
      label: `${word} ${jump.what}`,
      short: `${word} ${jump.short}`,
      group: 'Jump',
      modes: jump.id === 'lap' ? [...JUMPS, 'compare'] : JUMPS,
      action: () => jump.action(forward),
      disabledReason: jump.disabledReason,
    };
  }),
);
