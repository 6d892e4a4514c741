import type {Locator} from '../../model/locator.js';

/** `E12`: a number of the draft stands on this. Numbered in the order of the text, so any re-run finds the same. */
export type EvidenceId = `E${number}`;

/** What kind of claim a line makes (DESIGN principle 2). */
export type ClaimStatus = 'observed' | 'suspected' | 'unknown';

/** A piece of a line. `text` is ours; `code` is text of the log, or a command of ours. All raw: renderers escape. */
export type Inline =
  | {readonly kind: 'text'; readonly text: string}
  | {readonly kind: 'strong'; readonly text: string}
  | {readonly kind: 'code'; readonly text: string}
  | {readonly kind: 'cite'; readonly ids: readonly EvidenceId[]}
  | {readonly kind: 'status'; readonly status: ClaimStatus}
  /** A line that a person must fill, and who could know. */
  | {readonly kind: 'fill'; readonly what: string; readonly who: string};
export type Inlines = readonly Inline[];

export type PlotId = 'icicle' | 'timeline' | 'burn' | 'loop' | 'guards';

export type Block =
  | {readonly kind: 'paragraph'; readonly line: Inlines}
  | {readonly kind: 'heading'; readonly text: string}
  | {readonly kind: 'list'; readonly items: readonly Inlines[]}
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly head: readonly string[];
      readonly rows: readonly (readonly Inlines[])[];
    }
  | {readonly kind: 'commands'; readonly lines: readonly string[]}
  | {readonly kind: 'plot'; readonly plot: PlotId; readonly caption: string};

export const SECTIONS = [
  'overview',
  'timeline',
  'hypotheses',
  'governance',
  'resources',
  'guards',
  'actions',
  'unknowns',
  'method',
] as const;
export type SectionId = (typeof SECTIONS)[number];

export interface Section {
  readonly id: SectionId;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** One step that evidence rests on, where it is in the run and in the log. */
export interface EvidencePlace {
  /** From 0, as numbered now. */
  readonly step: number;
  readonly name: string;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
}

/** An amount as exact as it is known; the text may round it. */
export interface Amount {
  readonly value: number;
  readonly unit: string;
}

/** What a number rests on: exact value, the spans behind it, and a query that gives it again. */
export interface Evidence {
  readonly id: EvidenceId;
  /** Plain words, without log text. */
  readonly shows: string;
  readonly amount: Amount | undefined;
  /** Steps behind it. */
  readonly stepCount: number;
  /** The first ones and the last, at most MAX_PLACES. */
  readonly places: readonly EvidencePlace[];
  /** Changes when a step behind it is gone, or another one is in its place. */
  readonly digest: string;
  /** SQL over the views of the case (docs/views.md): one row, one value, equal to `amount`. */
  readonly query: string | undefined;
}

export const MAX_PLACES = 4;

/** Where a place is in its file. */
export interface EvidenceSource {
  readonly source: string;
  readonly at: Locator;
}

/** By step; looked up by the caller for the places of the draft's evidence. */
export type EvidenceSources = ReadonlyMap<number, EvidenceSource>;

export type DraftKind = 'incident' | 'healthy' | 'empty';

export interface ReportDraft {
  readonly kind: DraftKind;
  /** Plain text, for the title of a page or a field. */
  readonly title: string;
  /** The same, with what the log says marked. */
  readonly heading: Inlines;
  readonly runId: string;
  readonly sections: readonly Section[];
  readonly evidence: readonly Evidence[];
  /** Over all evidence: tells whether a document and a case still belong together. */
  readonly evidenceDigest: string;
}
