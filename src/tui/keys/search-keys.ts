import type {ReplayState} from '../../replay/state.js';
import {literal, type DisplayText} from '../../text/visible.js';
import {ANY_SIGN, JUMPS, noSteps, PANES, type Binding} from './binding.js';

export const SEARCH_KEYS: readonly Binding[] = [
  {
    id: 'search.open',
    keys: ['/'],
    label: 'search: words, or a condition such as tool=search error',
    short: 'search',
    group: 'Search',
    modes: JUMPS,
    action: () => ({kind: 'prompt-open', purpose: 'search'}),
    disabledReason: noSteps,
  },
  {
    id: 'search.next',
    keys: ['n'],
    label: 'next hit of the search',
    short: 'next hit',
    group: 'Search',
    modes: JUMPS,
    action: () => ({kind: 'find', aim: 'match', forward: true}),
    disabledReason: noSearch,
  },
  {
    id: 'search.previous',
    keys: ['N'],
    label: 'previous hit of the search',
    short: 'previous hit',
    group: 'Search',
    modes: JUMPS,
    action: () => ({kind: 'find', aim: 'match', forward: false}),
    disabledReason: noSearch,
  },
  {
    id: 'search.filter',
    keys: ['&'],
    label:
      'filter: list only the steps of a condition (agent=, kind=, error, finding, lane=); empty lists all',
    short: 'filter',
    group: 'Search',
    modes: JUMPS,
    action: () => ({kind: 'prompt-open', purpose: 'filter'}),
    disabledReason: noSteps,
  },
  {
    id: 'search.goto',
    keys: [':'],
    label: 'go to: a step 120, a time 14:03:20 or +90s, a share 50%, lap 12, a span id',
    short: 'go to',
    group: 'Search',
    modes: JUMPS,
    action: () => ({kind: 'prompt-open', purpose: 'goto'}),
    disabledReason: noSteps,
  },
  {
    id: 'search.break',
    keys: ['b'],
    label: 'set a breakpoint: a condition such as tokens>20k or depth>5; empty takes it away',
    short: 'breakpoint',
    group: 'Search',
    modes: PANES,
    action: () => ({kind: 'prompt-open', purpose: 'break'}),
    disabledReason: noSteps,
  },
  {
    id: 'search.run-to-break',
    keys: ['.'],
    label: 'go on to the breakpoint',
    short: 'to breakpoint',
    group: 'Search',
    modes: JUMPS,
    action: () => ({kind: 'find', aim: 'breakpoint', forward: true}),
    disabledReason: noBreak,
  },
  {
    id: 'search.back-to-break',
    keys: [','],
    label: 'go back to the breakpoint',
    short: 'back to breakpoint',
    group: 'Search',
    modes: JUMPS,
    action: () => ({kind: 'find', aim: 'breakpoint', forward: false}),
    disabledReason: noBreak,
  },
  {
    id: 'prompt.type',
    keys: [ANY_SIGN],
    label: 'types it',
    short: 'type',
    group: 'Search',
    modes: ['prompt'],
    action: (key) => ({kind: 'prompt-type', text: key === 'space' ? ' ' : key}),
  },
  {
    id: 'prompt.erase',
    keys: ['backspace'],
    label: 'erases the last sign typed',
    short: 'erase',
    group: 'Search',
    modes: ['prompt'],
    action: () => ({kind: 'prompt-erase'}),
  },
  {
    id: 'prompt.clear',
    keys: ['ctrl+u'],
    label: 'erases all that was typed',
    short: 'erase all',
    group: 'Search',
    modes: ['prompt'],
    action: () => ({kind: 'prompt-clear'}),
  },
  {
    id: 'prompt.recall',
    keys: ['up'],
    label: 'brings back what was typed last time',
    short: 'last time',
    group: 'Search',
    modes: ['prompt'],
    action: () => ({kind: 'prompt-recall'}),
  },
];

function noSearch(state: ReplayState): DisplayText | undefined {
  return state.search === undefined ? literal('nothing was searched for yet: / asks') : undefined;
}

function noBreak(state: ReplayState): DisplayText | undefined {
  return state.breakpoint === undefined ? literal('no breakpoint is set: b sets one') : undefined;
}
