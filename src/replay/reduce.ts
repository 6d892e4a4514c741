import {assertNever} from '../model/assert.js';
import {isDataAction, type Action, type UserAction} from './actions.js';
import {CLOSED_TREE} from './tree-state.js';
import {withCursorBy, withNotice, withoutNotice} from './move.js';
import {reduceCompare} from './reduce-compare.js';
import {reduceData} from './reduce-data.js';
import {reduceFind} from './reduce-find.js';
import {reduceNotes} from './reduce-notes.js';
import {reduceOverlay} from './reduce-overlay.js';
import {reducePane} from './reduce-pane.js';
import {reducePlay, withoutPlay} from './reduce-play.js';
import {reducePrompt} from './reduce-prompt.js';
import {reduceTree} from './reduce-tree.js';
import type {ReplayState} from './state.js';

/**
 * The replay, one action at a time: pure, and never proportional to the run. A person's action clears
 * the notice of the one before, and stops the play unless it is about the play.
 */
export function reduce(state: ReplayState, action: Action): ReplayState {
  if (isDataAction(action)) return reduceData(state, action);
  const isOfPlay = action.kind === 'toggle-play' || action.kind === 'speed';
  return reduceUser(withoutNotice(isOfPlay ? state : withoutPlay(state)), action);
}

function reduceUser(state: ReplayState, action: UserAction): ReplayState {
  switch (action.kind) {
    case 'step':
      return withCursorBy(state, action.by);
    case 'page':
    case 'scroll':
    case 'scroll-end':
    case 'switch-pane':
    case 'open':
    case 'back':
      return reducePane(state, action);
    case 'toggle-tree':
    case 'toggle-fold':
    case 'inward':
    case 'outward':
      return reduceTree(state, action);
    case 'next-finding':
    case 'next-error':
    case 'next-lap':
    case 'next-note':
    case 'find':
      return reduceFind(state, action);
    case 'toggle-overlay':
    case 'next-overlay':
    case 'evidence':
      return reduceOverlay(state, action);
    case 'prompt-open':
    case 'prompt-type':
    case 'prompt-erase':
    case 'prompt-clear':
    case 'prompt-recall':
      return reducePrompt(state, action);
    case 'toggle-play':
    case 'speed':
      return reducePlay(state, action);
    case 'bookmark':
    case 'remove-note':
    case 'untriage':
      return reduceNotes(state, action);
    case 'compare-lap':
    case 'compare-prompt':
    case 'pick':
    case 'copy':
    case 'export':
      return reduceCompare(state, action);
    case 'refresh':
      return refresh(state);
    case 'refuse':
      return withNotice(state, action.reason);
    case 'quit':
      return {...state, hasQuit: true};
    default:
      return assertNever(action);
  }
}

/** Everything read so far is forgotten and asked again; late replies carry the old epoch. */
function refresh(state: ReplayState): ReplayState {
  const {view, cursor, version} = state.tree;
  return {
    ...state,
    rows: new Map(),
    tree: {...CLOSED_TREE, view, cursor, version: version + 1},
    detail: undefined,
    detailLimit: 0,
    missingDetail: undefined,
    pending: undefined,
    failedReads: new Set(),
    epoch: state.epoch + 1,
  };
}
