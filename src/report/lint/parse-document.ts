import type {FootnoteDefinition, List, ListItem, Nodes, Root} from 'mdast';
import {fromMarkdown} from 'mdast-util-from-markdown';
import {gfmFromMarkdown} from 'mdast-util-gfm';
import {gfm} from 'micromark-extension-gfm';
import {readDisabled} from './disable-comments.js';
import type {LintDocument, Unit} from './document.js';
import {DocumentBuilder} from './document-builder.js';
import {hideFrontMatter} from './front-matter.js';
import {createPlaceAt} from './place-at.js';
import type {MutableGroup} from './prose.js';

interface Task {
  readonly node: Nodes;
  readonly group: MutableGroup | undefined;
}

/** Reads a Markdown document into units of prose. Iterative: lists and quotes may be nested as deep as a file likes. */
export function parseDocument(source: string): LintDocument {
  const tree = fromMarkdown(hideFrontMatter(source), {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  });
  const placeAt = createPlaceAt(source);
  const builder = new DocumentBuilder(source, placeAt);
  const defined = new Set<string>();
  const tasks: Task[] = [{node: tree, group: undefined}];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    const {node, group} = task;
    const offset = node.position?.start.offset ?? 0;
    if (node.type === 'html') builder.addHtml(node);
    else if (node.type === 'definition') {
      defined.add((node.label ?? node.identifier).toUpperCase());
    } else if (isHolder(node)) {
      const parent = group?.kind === 'item' ? {parent: group.id} : {};
      const own = node.type === 'listItem' ? builder.begin('item', parent) : group;
      for (const child of [...node.children].reverse()) tasks.push({node: child, group: own});
    } else if (builder.isQuoted) continue;
    else if (node.type === 'heading') builder.addHeading(node.children, node.depth, offset);
    else if (node.type === 'table') builder.addTable(node);
    else if (node.type === 'paragraph') {
      if (group === undefined) builder.openLabel(node.children, offset);
      builder.addUnit('paragraph', node.children, {group: group ?? builder.begin('paragraph')});
    }
  }
  const {units, sections, groups, tableHeads, comments} = builder;
  for (const id of findDefined(units)) defined.add(id);
  return {
    source,
    units,
    sections,
    groups,
    tableHeads,
    defined,
    evidenceSet: /\bEvidence set ([0-9a-f]{8})\b/.exec(source)?.[1],
    disabled: readDisabled(comments, placeAt(source.length).line),
    placeAt,
  };
}

/** What holds blocks of the author: code, quotations and rules hold none of their prose. */
function isHolder(node: Nodes): node is Root | List | ListItem | FootnoteDefinition {
  return ['root', 'list', 'listItem', 'footnoteDefinition'].includes(node.type);
}

/** `- [E3] span 9f1c...` in an appendix of evidence says what E3 is. */
function* findDefined(units: readonly Unit[]): Generator<string> {
  for (const {text, section, kind} of units) {
    if (section?.part !== 'appendix' || kind === 'heading') continue;
    const id = /^\s*\[?(E[1-9]\d{0,5})\]?(?=[\s:.\-–—\ufffc]|$)/.exec(text)?.[1];
    if (id !== undefined) yield id;
  }
}
