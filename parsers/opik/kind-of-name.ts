import type {SpanKind} from '../api.js';

/** Spans of type `general` are whatever their name says: agents have no type of their own. */
export function kindOfName(name: string): SpanKind {
  if (/retriev|vector[_ ]?search/i.test(name)) return 'retriever';
  if (/embed/i.test(name)) return 'embedding';
  return /(?:^|[_ -])agent(?:$|[_ -])|Agent(?:Executor)?$/i.test(name) ? 'agent' : 'chain';
}
