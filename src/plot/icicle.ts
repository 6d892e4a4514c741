import {hierarchy, partition, type HierarchyRectangularNode} from 'd3-hierarchy';
import type {OutlineNode} from '../replay/overview.js';
import {formatCount, formatCountOf} from '../text/numbers.js';
import type {SafeHtml} from '../text/html.js';
import {fitLabel, SHADE} from './palette.js';
import {label, mark, rect, svg} from './svg.js';

/** Boxes of the picture; with their labels it stays under 500 nodes. */
const MAX_BOXES = 160;
/** Levels that are drawn; d3 lays out quadratically in depth, and nobody reads more. */
const MAX_LEVELS = 24;
const WIDTH = 960;
const ROW = 24;

interface Twig {
  readonly node: OutlineNode;
  /** Levels of a chain of the same name that are folded into this box. */
  chain: number;
  hidden: boolean;
  readonly children: Twig[];
}

/** Who called what, from the outline of a run: width is the share of steps, repeats and chains are folded. */
export function plotIcicle(id: string, outline: readonly OutlineNode[]): SafeHtml {
  const {roots, left} = buildTwigs(outline);
  const total = roots.reduce((sum, {node}) => sum + node.steps, 0);
  const top: Twig = {node: EMPTY, chain: 0, hidden: false, children: [...roots]};
  const tree = hierarchy(top, ({children}) => children).sum(({node, children}) =>
    Math.max(0, node.steps - sumSteps(children)),
  );
  const levels = tree.height;
  const boxes = partition<Twig>().size([WIDTH, (levels + 1) * ROW])(tree);
  const marks: SafeHtml[] = [];
  for (const box of boxes) if (box.depth > 0) marks.push(...drawBox(box, total));
  const note = left > 0 ? `; ${formatCountOf(left, 'smaller box', 'smaller boxes')} left out` : '';
  const description = `${formatCountOf(total, 'step')} in ${formatCountOf(levels, 'level')}${note}. An x marks boxes that hold failed steps.`;
  marks.push(label(description, {x: 0, y: levels * ROW + 16, fill: SHADE.quiet}));
  const height = levels * ROW + 24;
  return svg({id, title: 'Call tree', description, width: WIDTH, height}, marks);
}

const EMPTY: OutlineNode = {
  pre: -1,
  parent: -1,
  name: '',
  kind: 'other',
  steps: 0,
  repeats: 1,
  errors: 0,
  size: 0,
  deeper: 0,
};

/** The largest boxes with all above them: parents come first and hold at least the steps of their children. */
function buildTwigs(outline: readonly OutlineNode[]): {
  readonly roots: readonly Twig[];
  readonly left: number;
} {
  const largest = [...outline.keys()]
    .sort((a, b) => (outline[b]?.steps ?? 0) - (outline[a]?.steps ?? 0) || a - b)
    .slice(0, MAX_BOXES)
    .sort((a, b) => a - b);
  const twigs = new Map<number, {readonly twig: Twig; readonly level: number}>();
  const roots: Twig[] = [];
  for (const index of largest) {
    const node = outline[index];
    if (node === undefined) continue;
    const above = twigs.get(node.parent);
    if (node.parent >= 0 && above === undefined) continue;
    if (above !== undefined && isChain(above.twig.node, node)) {
      // The box above stands for this one as well; its children hang below that box.
      above.twig.chain += 1;
      twigs.set(index, above);
      continue;
    }
    const level = (above?.level ?? -1) + 1;
    if (level >= MAX_LEVELS) {
      if (above !== undefined) above.twig.hidden = true;
      continue;
    }
    const twig: Twig = {node, chain: 0, hidden: false, children: []};
    (above?.twig.children ?? roots).push(twig);
    twigs.set(index, {twig, level});
  }
  return {roots, left: outline.length - twigs.size};
}

/** A call of the same name that holds nearly all of its parent's steps: one more link of a recursion. */
function isChain(above: OutlineNode, node: OutlineNode): boolean {
  return above.name === node.name && above.kind === node.kind && node.steps >= above.steps * 0.8;
}

function sumSteps(twigs: readonly Twig[]): number {
  let sum = 0;
  for (const {node} of twigs) sum += node.steps;
  return sum;
}

function drawBox(box: HierarchyRectangularNode<Twig>, total: number): readonly SafeHtml[] {
  const {node, chain, hidden} = box.data;
  const width = box.x1 - box.x0;
  if (width < 1) return [];
  const repeats = node.repeats > 1 ? ` x${formatCount(node.repeats)}` : '';
  const levels = chain > 0 ? `, ${formatCount(chain + 1)} levels of it` : '';
  const deeper = node.deeper > 0 || hidden ? ', more below' : '';
  const failed = node.errors > 0 ? `, ${formatCountOf(node.errors, 'failed step')}` : '';
  const share = total === 0 ? 0 : Math.round((node.steps / total) * 100);
  const title = `${node.kind} ${node.name}${repeats}: ${formatCountOf(node.steps, 'step')} (${share}%)${levels}${failed}${deeper}`;
  const y = (box.depth - 1) * ROW;
  const fill = box.depth % 2 === 0 ? SHADE.pale : '#cfd8e3';
  const edge = node.errors > 0 ? SHADE.alarm : SHADE.line;
  const shape = rect({x: box.x0, y, width: Math.max(1, width - 1), height: ROW - 1}, fill, edge);
  const text = fitLabel(
    `${node.errors > 0 ? 'x ' : ''}${node.name}${repeats}${chain > 0 ? ` (${chain + 1} deep)` : ''}`,
    width,
  );
  const drawn = mark(shape, title);
  return text === '' ? [drawn] : [drawn, label(text, {x: box.x0 + 4, y: y + 16})];
}
