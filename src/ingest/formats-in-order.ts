import {parsers} from '../../parsers/index.js';
import type {TraceParser} from '../../parsers/api.js';

/** They cover whatever no other format does. */
const FIRST: readonly string[] = ['whatbroke-jsonl', 'mapped'];

/** As they are listed: what any log can be brought into, formats of which real files were seen, then the others. */
export function formatsInOrder(): readonly TraceParser[] {
  return parsers.toSorted((a, b) => rank(a) - rank(b));
}

function rank({id, provenance}: TraceParser): number {
  const at = FIRST.indexOf(id);
  if (at >= 0) return at;
  return FIRST.length + (provenance.isUnseen === true ? 1 : 0);
}
