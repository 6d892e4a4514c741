import type {FindingId} from '../model/ids.js';

/** A bookmark or a note at a step. Kept by span and place in the log, so it stays where it was when steps move. */
export interface StoredNote {
  readonly id: number;
  /** Where it lies now; undefined: its span is in no run of the case any more. */
  readonly step: number | undefined;
  readonly isBookmark: boolean;
  /** Empty for a bare bookmark. */
  readonly text: string;
  readonly madeUs: number;
}

export const TRIAGE_VERDICTS = ['confirmed', 'benign'] as const;
export type TriageVerdict = (typeof TRIAGE_VERDICTS)[number];

/** What a person says of a finding; it hangs on the finding's id, which is the same after every analysis. */
export interface Triage {
  readonly findingId: FindingId;
  readonly verdict: TriageVerdict;
  readonly why: string;
  readonly madeUs: number;
}

export interface RunNotes {
  /** In step order. */
  readonly notes: readonly StoredNote[];
  readonly triage: ReadonlyMap<string, Triage>;
}

export const NO_NOTES: RunNotes = {notes: [], triage: new Map()};

/** What a person wants kept. */
export type NoteChange =
  | {
      readonly kind: 'add';
      readonly step: number;
      readonly isBookmark: boolean;
      readonly text: string;
    }
  | {readonly kind: 'remove'; readonly noteId: number}
  | {
      readonly kind: 'triage';
      readonly findingId: FindingId;
      readonly verdict: TriageVerdict;
      readonly why: string;
    }
  | {readonly kind: 'untriage'; readonly findingId: FindingId};

/** Writes what people say of a run; each change is a short transaction of its own. */
export interface NoteKeeper {
  /** Why nothing can be kept in this case; undefined: it can. */
  readonly refusal: string | undefined;
  save(runId: string, change: NoteChange): Promise<void>;
}
