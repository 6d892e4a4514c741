import type {
  FootnoteDefinition,
  Html,
  List,
  ListItem,
  Nodes,
  PhrasingContent,
  Root,
  Table,
} from 'mdast';
import {fromMarkdown} from 'mdast-util-from-markdown';
import {gfmFromMarkdown} from 'mdast-util-gfm';
import {gfm} from 'micromark-extension-gfm';
import type {DocSection, Group, LintDocument, Unit} from './document.js';
import {readDisabled} from './disable-comments.js';
import {ProseBuilder, type MutableGroup} from './prose.js';
import {findPart} from './find-part.js';
import {createPlaceAt} from './place-at.js';

interface Task {
  readonly node: Nodes;
  readonly group: MutableGroup | undefined;
}

/** Reads a Markdown document into units of prose. Iterative: lists and quotes may be nested as deep as a file likes. */
export function parseDocument(source: string): LintDocument {
  const tree = fromMarkdown(source, {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  });
  const placeAt = createPlaceAt(source);
  const units: Unit[] = [];
  const sections: DocSection[] = [];
  const groups: MutableGroup[] = [];
  const tableHeads = new Map<number, readonly string[]>();
  const defined = new Set<string>();
  const comments: Html[] = [];
  const begin = (kind: Group['kind'], table?: number): MutableGroup => {
    const group: MutableGroup = {
      id: groups.length,
      kind,
      table,
      cites: [],
      hasOtherEvidence: false,
    };
    groups.push(group);
    return group;
  };
  const addUnit = (
    kind: Unit['kind'],
    children: readonly PhrasingContent[],
    {group, column}: {readonly group: MutableGroup; readonly column?: number},
  ): Unit => {
    const {text, offsets} = new ProseBuilder(source, group, comments).build(children);
    const unit: Unit = {kind, text, offsets, section: sections.at(-1), group, column};
    units.push(unit);
    return unit;
  };
  const addTable = (table: Table): void => {
    const number = table.position?.start.offset ?? 0;
    for (const [place, row] of table.children.entries()) {
      const group = begin(place === 0 ? 'table-head' : 'row', number);
      const cells = row.children.map((cell, column) =>
        addUnit('cell', cell.children, {group, column}),
      );
      if (place === 0)
        tableHeads.set(
          number,
          cells.map(({text}) => text.trim().toLowerCase()),
        );
    }
  };
  const tasks: Task[] = [{node: tree, group: undefined}];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    const {node, group} = task;
    if (node.type === 'heading') {
      const unit = addUnit('heading', node.children, {group: begin('heading')});
      const heading = unit.text.trim();
      const place = placeAt(node.position?.start.offset ?? 0);
      const above = sections.findLast(({depth}) => depth < node.depth)?.part;
      const part = findPart(heading) ?? (node.depth > 2 ? above : undefined);
      sections.push({heading, depth: node.depth, part, place});
    } else if (node.type === 'paragraph') {
      addUnit('paragraph', node.children, {group: group ?? begin('paragraph')});
    } else if (node.type === 'table') addTable(node);
    else if (node.type === 'definition') defined.add((node.label ?? node.identifier).toUpperCase());
    else if (node.type === 'html') comments.push(node);
    else if (isHolder(node)) {
      const own = node.type === 'listItem' ? begin('item') : group;
      for (const child of [...node.children].reverse()) tasks.push({node: child, group: own});
    }
  }
  const lastLine = placeAt(source.length).line;
  return {
    source,
    units,
    sections,
    groups,
    tableHeads,
    defined,
    evidenceSet: /\bEvidence set ([0-9a-f]{8})\b/.exec(source)?.[1],
    disabled: readDisabled(comments, lastLine),
    placeAt,
  };
}

/** What holds blocks of the author: code, quotations and rules hold none of their prose. */
function isHolder(node: Nodes): node is Root | List | ListItem | FootnoteDefinition {
  return ['root', 'list', 'listItem', 'footnoteDefinition'].includes(node.type);
}
