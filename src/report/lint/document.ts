/** A run of characters in the file: UTF-16 offset, and line and column from 1. */
export interface Place {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** Which part of a postmortem a heading opens, by its words. */
export type Part =
  | 'impact'
  | 'timeline'
  | 'cause'
  | 'governance'
  | 'resources'
  | 'guards'
  | 'actions'
  | 'unknown'
  | 'appendix';

export interface DocSection {
  readonly heading: string;
  readonly depth: number;
  readonly part: Part | undefined;
  readonly place: Place;
}

/** A heading, a paragraph or a table cell: its prose, without code, quotations and addresses. */
export interface Unit {
  readonly kind: 'heading' | 'paragraph' | 'cell';
  /** Code and the like stand as one U+FFFC; quotations as spaces, so that words keep their distance. */
  readonly text: string;
  /** Offset in the file of each UTF-16 unit of `text`. */
  readonly offsets: readonly number[];
  readonly section: DocSection | undefined;
  /** Paragraph, list item or table row that it belongs to: what one claim is. */
  readonly group: Group;
  /** Column of a table cell, from 0. */
  readonly column: number | undefined;
}

/** What one claim is made in. */
export interface Group {
  readonly id: number;
  readonly kind: 'heading' | 'paragraph' | 'item' | 'row' | 'table-head';
  readonly table: number | undefined;
  /** Id of the list item that this item stands in. */
  readonly parent: number | undefined;
  /** References `E12`, in order. */
  readonly cites: readonly string[];
  /** A link, footnote or id in code: evidence of another kind than ours. */
  readonly hasOtherEvidence: boolean;
}

export interface Disabled {
  /** Empty = every rule. */
  readonly rules: readonly string[];
  readonly fromLine: number;
  readonly toLine: number;
}

export interface LintDocument {
  readonly source: string;
  readonly units: readonly Unit[];
  readonly sections: readonly DocSection[];
  readonly groups: readonly Group[];
  /** Text of head cells by table, lower case. */
  readonly tableHeads: ReadonlyMap<number, readonly string[]>;
  /** Evidence that the document itself defines: `[E12]: #e12`. */
  readonly defined: ReadonlySet<string>;
  /** `Evidence set 00972bc3` of a draft of ours. */
  readonly evidenceSet: string | undefined;
  readonly disabled: readonly Disabled[];
  readonly placeAt: (offset: number) => Place;
}
