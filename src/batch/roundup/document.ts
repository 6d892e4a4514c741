import type {Inlines} from '../../report/draft/draft.js';

/** The parts of the weekly review, each on its day. */
export const PARTS = ['metrics', 'drift', 'security'] as const;
export type PartName = (typeof PARTS)[number];

export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
  /** Characters of a cell; what is longer is cut. */
  readonly most: number;
}

export type RoundupBlock =
  | {readonly kind: 'heading'; readonly text: string}
  | {readonly kind: 'paragraph'; readonly line: Inlines}
  | {readonly kind: 'list'; readonly items: readonly Inlines[]}
  | {
      readonly kind: 'table';
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Inlines[])[];
    };

export interface RoundupPart {
  readonly name: PartName;
  readonly title: string;
  readonly blocks: readonly RoundupBlock[];
}

export interface RoundupDocument {
  readonly title: string;
  readonly intro: readonly Inlines[];
  readonly parts: readonly RoundupPart[];
}
