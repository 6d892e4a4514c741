import type {Place} from './document.js';

/** Line and column of an offset: the lines are counted once. */
export function createPlaceAt(source: string): (offset: number) => Place {
  const starts = [0];
  for (const found of source.matchAll(/\n/g)) starts.push(found.index + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return {offset, line: low + 1, column: offset - (starts[low] ?? 0) + 1};
  };
}
