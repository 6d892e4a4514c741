import type {KeyName} from '../normalize-keys.js';
import type {FleetAction} from './fleet-state.js';

export interface FleetBinding {
  readonly id: string;
  readonly keys: readonly KeyName[];
  readonly label: string;
  readonly action: FleetAction | 'quit' | 'suspend' | 'redraw';
}

/** The same key means the same as in the replay. The footer and the `?` overlay are made from this list. */
export const FLEET_KEYS: readonly FleetBinding[] = [
  {id: 'next', keys: ['j', 'down'], label: 'next row', action: {kind: 'move', by: 1}},
  {id: 'previous', keys: ['k', 'up'], label: 'previous row', action: {kind: 'move', by: -1}},
  {
    id: 'page-down',
    keys: ['pagedown', 'ctrl+f'],
    label: 'one screen down',
    action: {kind: 'page', by: 1},
  },
  {
    id: 'page-up',
    keys: ['pageup', 'ctrl+b'],
    label: 'one screen up',
    action: {kind: 'page', by: -1},
  },
  {id: 'half-down', keys: ['ctrl+d'], label: 'half a screen down', action: {kind: 'page', by: 0.5}},
  {id: 'half-up', keys: ['ctrl+u'], label: 'half a screen up', action: {kind: 'page', by: -0.5}},
  {id: 'first', keys: ['g', 'home'], label: 'first row', action: {kind: 'end', forward: false}},
  {id: 'last', keys: ['G', 'end'], label: 'last row', action: {kind: 'end', forward: true}},
  {
    id: 'open',
    keys: ['enter', 'l', 'right'],
    label: 'runs of the group; of a run, its replay',
    action: {kind: 'open'},
  },
  {id: 'back', keys: ['esc', 'h', 'left'], label: 'back one level', action: {kind: 'back'}},
  {id: 'help', keys: ['?'], label: 'these keys', action: {kind: 'help'}},
  {id: 'redraw', keys: ['ctrl+l'], label: 'draw the screen again', action: 'redraw'},
  {id: 'suspend', keys: ['ctrl+z'], label: 'suspend; fg comes back', action: 'suspend'},
  {
    id: 'quit',
    keys: ['q', 'ctrl+c'],
    label: 'back, at the groups quit; Ctrl+C quits always',
    action: 'quit',
  },
];

const BY_KEY = new Map(
  FLEET_KEYS.flatMap((binding) => binding.keys.map((key) => [key, binding] as const)),
);

export function findFleetBinding(key: KeyName): FleetBinding | undefined {
  return BY_KEY.get(key);
}
