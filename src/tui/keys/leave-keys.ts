import {literal} from '../../text/visible.js';
import {ALL_MODES, OVERLAYS, type Binding} from './binding.js';

export const LEAVE_KEYS: readonly Binding[] = [
  {
    id: 'leave.back',
    keys: ['esc'],
    label: 'back one level; takes the filter away',
    short: 'back',
    group: 'Leave',
    modes: ALL_MODES,
    action: () => ({kind: 'back'}),
    disabledReason: (state) => {
      const isTop = state.mode === 'steps' || state.mode === 'tree';
      const isBusy = state.filter !== undefined || state.pending !== undefined;
      return isTop && !isBusy && state.play === undefined
        ? literal('there is no level above this one; q quits')
        : undefined;
    },
  },
  {
    id: 'leave.back-left',
    keys: ['h', 'left'],
    label: 'back one level',
    short: 'back',
    group: 'Leave',
    modes: ['steps', ...OVERLAYS.filter((mode) => mode !== 'shape')],
    action: () => ({kind: 'back'}),
    disabledReason: (state) =>
      state.mode === 'steps' ? literal('there is no level above this one; q quits') : undefined,
  },
  {
    id: 'leave.quit-from-steps',
    keys: ['q'],
    label: 'quit',
    short: 'quit',
    group: 'Leave',
    modes: ['steps', 'tree'],
    action: () => ({kind: 'quit'}),
  },
  {
    id: 'leave.close',
    keys: ['q'],
    label: 'close what is open',
    short: 'close',
    group: 'Leave',
    modes: OVERLAYS,
    action: () => ({kind: 'back'}),
  },
  {
    id: 'leave.suspend',
    keys: ['ctrl+z'],
    label: 'suspend; `fg` comes back to the same place',
    short: 'suspend',
    group: 'Leave',
    modes: ALL_MODES,
    action: () => 'suspend',
  },
  {
    id: 'leave.quit',
    keys: ['ctrl+c'],
    label: 'quit at once',
    short: 'quit',
    group: 'Leave',
    modes: ALL_MODES,
    action: () => ({kind: 'quit'}),
  },
];
