import type {Fact} from './facts.js';
import type {ParserId} from './ids.js';
import type {IdScope} from './kinds.js';
import type {ParseContext, RecordSource, SniffHead, SniffVerdict} from './record-source.js';

/** What our knowledge of a format rests on. */
export interface Provenance {
  readonly evidence: 'source' | 'documentation' | 'observed';
  /** No real file was seen ("documentation only"): the samples are typed from what `url` says. */
  readonly isUnseen?: true;
  /** Specification or source of the format. */
  readonly url: string;
  readonly versionsSeen: readonly string[];
  /** ISO date on which `url` and the versions were last checked. */
  readonly checked: string;
  /** One line each: what the parser keeps, and what it leaves in attributes or ignores. */
  readonly keeps: readonly string[];
  readonly ignores: readonly string[];
}

/**
 * A trace format. `parse` never throws for bad data (it refuses the record and goes on), only for I/O
 * and abort; yields batches; invents no times and no parents; gives the same facts for any
 * chunking; holds at most the largest record and the open items.
 */
export interface TraceParser {
  readonly id: ParserId;
  /** Raised when the same bytes would give other facts: old facts are then superseded. */
  readonly version: number;
  readonly title: string;
  readonly provenance: Provenance;
  readonly idScope: IdScope;
  /** Wins over these when both say yes. */
  readonly narrowerThan: readonly ParserId[];
  /** A JSON-lines format whose tail can be read alone, with the state of its last `checkpoint` fact. */
  readonly resumable: boolean;
  /** Claims whole folders or archives, not single files. */
  readonly wholeFolder?: boolean;
  sniff(head: SniffHead): SniffVerdict;
  parse(source: RecordSource, context: ParseContext): AsyncIterable<readonly Fact[]>;
}
