import type {Condition} from './condition/condition.js';
import type {CompareRequest} from './state.js';

/** What a search is for, in the words of the line that says it found nothing. */
export type SearchAim =
  | 'match'
  | 'error'
  | 'hand-off'
  | 'write'
  | 'call like this'
  | 'breakpoint'
  | 'lap'
  | 'step of the filter';

/**
 * The one question that a person waits for. The next key that asks another, or moves, gives it up; its late answer
 * carries an old token and changes nothing.
 */
export type Pending = {readonly token: number} & (
  | {
      readonly kind: 'find';
      readonly aim: SearchAim;
      readonly condition: Condition;
      /** Where this piece of the search begins. */
      readonly from: number;
      readonly forward: boolean;
    }
  /** By an index: no step is looked at. */
  | {readonly kind: 'error'; readonly from: number; readonly forward: boolean}
  | {readonly kind: 'span'; readonly spanId: string}
  | {readonly kind: 'time'; readonly timeUs: number}
  | {readonly kind: 'compare'; readonly request: CompareRequest; readonly columns: number}
  | {readonly kind: 'unfold'; readonly pre: number}
  | {readonly kind: 'export'}
);

/** Without a union's members being lost: what a reducer asks for, before it has a token. */
export type Question = Pending extends infer P
  ? P extends Pending
    ? Omit<P, 'token'>
    : never
  : never;
