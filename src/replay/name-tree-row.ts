import type {TreeRow} from './reader.js';

/** What a person calls a row: the name of the span, and the tool where that name hides it (`ai.toolCall`). */
export function nameTreeRow({name, tool}: TreeRow): string {
  return tool === undefined || name.includes(tool) ? name : `${name} ${tool}`;
}
