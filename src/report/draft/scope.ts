import type {ExplainedIncident} from '../../replay/overview.js';
import type {StoredFinding} from '../../replay/reader.js';
import type {DraftInput} from './draft-input.js';
import type {EvidenceBook} from './evidence-book.js';

/** What a section is written from: the run, its worst incident, and the book that numbers evidence. */
export interface Scope {
  readonly input: DraftInput;
  readonly book: EvidenceBook;
  readonly incident: ExplainedIncident;
  /** Worst finding of the incident. */
  readonly worst: StoredFinding;
}
