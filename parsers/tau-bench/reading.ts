import type {Fact, Locator} from '../api.js';
import type {Oddities} from '../common/oddities.js';
import type {ListNumbers, Transcript} from '../common/transcript.js';
import type {UniqueNames} from '../common/unique-names.js';

export interface Reading {
  facts: Fact[];
  readonly numbers: ListNumbers;
  readonly oddities: Oddities;
  readonly traceIds: UniqueNames;
}

export interface Run {
  readonly traceId: string;
  readonly transcript: Transcript;
  readonly at: Locator;
  calls: number;
  /** Tool calls without a result, by id. */
  readonly open: Map<string, string>;
  previousUs: number | undefined;
}

export const AGENT = 'agent';
