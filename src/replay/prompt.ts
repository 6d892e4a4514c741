import type {ReplayMode} from './state.js';

/** What a typed line is for. */
export const PROMPT_PURPOSES = ['goto', 'search', 'filter', 'break', 'note', 'triage'] as const;
export type PromptPurpose = (typeof PROMPT_PURPOSES)[number];

/** The one text field: the last line of the screen. */
export interface PromptState {
  readonly purpose: PromptPurpose;
  readonly text: string;
  /** What it lies over, to go back to. */
  readonly from: ReplayMode;
}

/** More than a person types; a paste is cut here (STYLE H5). */
export const MAX_PROMPT_CHARS = 500;
