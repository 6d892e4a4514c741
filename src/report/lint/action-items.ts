import {hasNeed, isField, NEEDS} from './action-needs.js';
import {groupUnits} from './claims.js';
import type {DocSection, LintDocument, Unit} from './document.js';

type Item = readonly Unit[];

/**
 * What the section on actions asks somebody to do: list items, table rows, and headings with an owner or a date
 * below them. A list below an item holds its fields (`Owner: ...`), its details, or, where the item is only a
 * name for them, items of their own.
 */
export function gatherActions(document: LintDocument): readonly Item[] {
  const byGroup = groupUnits(document);
  const items: Item[] = [];
  for (const [section, groups] of groupBySection(byGroup)) {
    const all = groups.flat();
    const listed = groups.filter(([first]) => isListed(first));
    const areFields = listed.every(([first]) => isField(first?.text ?? ''));
    const isOne =
      section.depth > 2 && areFields && NEEDS.some((need) => hasNeed(document, all, need));
    if (isOne) items.push(all);
    else items.push(...splitListed(document, listed));
  }
  return items;
}

function isListed(unit: Unit | undefined): boolean {
  return unit?.group.kind === 'item' || unit?.group.kind === 'row';
}

function groupBySection(
  byGroup: ReadonlyMap<number, Item>,
): ReadonlyMap<DocSection, readonly Item[]> {
  const found = new Map<DocSection, Item[]>();
  let heading: Item | undefined;
  for (const units of byGroup.values()) {
    const [first] = units;
    if (first?.kind === 'heading') heading = units;
    const section = first?.section;
    if (section?.part !== 'actions' || first?.kind === 'heading') continue;
    const own = found.get(section);
    if (own !== undefined) own.push(units);
    // An item that is a heading is reported there.
    else found.set(section, heading === undefined ? [units] : [heading, units]);
  }
  return found;
}

function splitListed(document: LintDocument, listed: readonly Item[]): readonly Item[] {
  const below = new Map<number, Item[]>();
  const top: Item[] = [];
  const known = new Set(listed.flatMap(([first]) => first?.group.id ?? []));
  for (const units of listed) {
    const parent = units[0]?.group.parent;
    if (parent === undefined || !known.has(parent)) top.push(units);
    else {
      const own = below.get(parent);
      if (own === undefined) below.set(parent, [units]);
      else own.push(units);
    }
  }
  const items: Item[] = [];
  const tasks = [...top].reverse();
  for (let item = tasks.pop(); item !== undefined; item = tasks.pop()) {
    const children = below.get(item[0]?.group.id ?? -1) ?? [];
    const isWhole = NEEDS.every((need) => hasNeed(document, item, need));
    if (children.length === 0 || isWhole) items.push(item);
    else if (children.some(([first]) => isField(first?.text ?? ''))) {
      items.push([...item, ...children.flat()]);
    } else tasks.push(...[...children].reverse());
  }
  return items;
}
