import {hierarchy, partition, type HierarchyRectangularNode} from 'd3-hierarchy';
import type {OutlineNode} from './overview.js';

/** One box, in columns: [from, to). */
export interface IcicleBox {
  readonly from: number;
  readonly to: number;
  readonly node: OutlineNode;
}

/** Boxes by level, the topmost first. */
export type Icicle = readonly (readonly IcicleBox[])[];

interface Datum {
  /** Undefined: the ground on which the roots stand. */
  readonly node: OutlineNode | undefined;
  readonly children: Datum[];
}

/** A level that one box fills to this share tells nothing; it is left out where room is short. */
const FULL_SHARE = 0.98;

/**
 * Lays the pruned call tree out over `columns`, each box as wide as its share of the steps. The layout recurses over
 * the outline, which is at most 48 levels deep whatever the run.
 */
export function layoutIcicle(outline: readonly OutlineNode[], columns: number): Icicle {
  const levels: IcicleBox[][] = [];
  if (outline.length === 0 || columns <= 0) return levels;
  const root = hierarchy(toData(outline)).sum((datum) => ownSteps(datum));
  const placed = partition<Datum>().size([columns, root.height + 1])(root);
  placed.each((item: HierarchyRectangularNode<Datum>) => {
    const {node} = item.data;
    if (node === undefined) return;
    const from = Math.round(item.x0);
    const to = Math.max(from, Math.round(item.x1));
    if (to > from) (levels[item.depth - 1] ??= []).push({from, to, node});
  });
  return levels.map((boxes) => boxes.sort((a, b) => a.from - b.from));
}

/** The levels that fit into `rows`: outer levels that one box fills are left out first. */
export function chooseLevels(icicle: Icicle, rows: number, columns: number): Icicle {
  let skip = 0;
  while (
    icicle.length - skip > rows &&
    icicle[skip]?.length === 1 &&
    (icicle[skip]?.[0]?.to ?? 0) - (icicle[skip]?.[0]?.from ?? 0) >= FULL_SHARE * columns
  )
    skip += 1;
  return icicle.slice(skip, skip + rows);
}

function toData(outline: readonly OutlineNode[]): Datum {
  const ground: Datum = {node: undefined, children: []};
  const data: Datum[] = [];
  for (const node of outline) {
    const datum: Datum = {node, children: []};
    data.push(datum);
    (data[node.parent] ?? ground).children.push(datum);
  }
  return ground;
}

/** What its children do not hold. */
function ownSteps({node, children}: Datum): number {
  if (node === undefined) return 0;
  let below = 0;
  for (const child of children) below += child.node?.steps ?? 0;
  return Math.max(0, node.steps - below);
}
