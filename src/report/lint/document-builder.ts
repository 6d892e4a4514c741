import type {Html, PhrasingContent, Table} from 'mdast';
import type {DocSection, Group, Part, Place, Unit} from './document.js';
import {findPart} from './find-part.js';
import {HtmlReader, type HtmlBlock} from './html-prose.js';
import {ProseBuilder, type MutableGroup} from './prose.js';
import {hideQuotations} from './quotations.js';

/** Deeper than any heading: what a bold label opens ends at the next heading. */
const LABEL_DEPTH = 7;

/** At most four words, the first with a capital. */
const PLAIN_LABEL = /^(\p{Lu}[\p{L}-]*(?: [\p{L}()-]+){0,3}):(?=\s|$)/u;

/** Gathers the blocks of a document in their order. */
export class DocumentBuilder {
  readonly units: Unit[] = [];
  readonly sections: DocSection[] = [];
  readonly groups: MutableGroup[] = [];
  readonly tableHeads = new Map<number, readonly string[]>();
  readonly comments: Html[] = [];
  readonly #source: string;
  readonly #placeAt: (offset: number) => Place;
  readonly #html: HtmlReader;

  constructor(source: string, placeAt: (offset: number) => Place) {
    this.#source = source;
    this.#placeAt = placeAt;
    this.#html = new HtmlReader(source);
  }

  /** Whether an element of HTML around the next blocks says that they are quoted. */
  get isQuoted(): boolean {
    return this.#html.isExempt;
  }

  begin(
    kind: Group['kind'],
    place: {readonly table?: number; readonly parent?: number} = {},
  ): MutableGroup {
    const {table, parent} = place;
    const id = this.groups.length;
    const group: MutableGroup = {id, kind, table, parent, cites: [], hasOtherEvidence: false};
    this.groups.push(group);
    return group;
  }

  addUnit(
    kind: Unit['kind'],
    children: readonly PhrasingContent[],
    {group, column}: {readonly group: MutableGroup; readonly column?: number},
  ): Unit {
    const prose = new ProseBuilder(this.#source, group, this.comments).build(children);
    return this.#push({kind, ...prose, section: this.sections.at(-1), group, column});
  }

  addHeading(children: readonly PhrasingContent[], depth: number, offset: number): void {
    const unit = this.addUnit('heading', children, {group: this.begin('heading')});
    this.#openSection(unit.text.trim(), depth, offset);
  }

  /** `**Impact:** 12 calls` or `**Timeline (UTC)**` alone opens a part where no heading does. */
  openLabel(children: readonly PhrasingContent[], offset: number): void {
    const [first, next] = children;
    const heading = this.#readLabel(first);
    if (heading === undefined) return;
    const isLabel =
      next === undefined ||
      /[:.]\s*$/.test(heading) ||
      first?.type === 'text' ||
      (next.type === 'text' && /^\s*(?::|[-–—]\s|\n)/.test(next.value));
    const above = this.sections.findLast(({depth}) => depth < LABEL_DEPTH);
    if (!isLabel || (above?.part !== undefined && above.depth > 1)) return;
    if (findPart(heading) === undefined) return;
    this.#openSection(heading.replace(/[\s:.]+$/, ''), LABEL_DEPTH, offset);
  }

  /** What is marked at the start of a paragraph, or a plain `Root cause:`. */
  #readLabel(first: PhrasingContent | undefined): string | undefined {
    if (first?.type === 'text') return PLAIN_LABEL.exec(first.value)?.[1];
    if (first?.type !== 'strong' && first?.type !== 'emphasis') return undefined;
    return new ProseBuilder(this.#source, this.begin('heading'), []).build([first]).text;
  }

  addTable(table: Table): void {
    const number = table.position?.start.offset ?? 0;
    for (const [place, row] of table.children.entries()) {
      const group = this.begin(place === 0 ? 'table-head' : 'row', {table: number});
      const cells = row.children.map((cell, column) =>
        this.addUnit('cell', cell.children, {group, column}),
      );
      if (place > 0) continue;
      this.tableHeads.set(number, toHeads(cells));
    }
  }

  /** What a reader sees of a block of HTML. */
  addHtml(node: Html): void {
    this.comments.push(node);
    const start = node.position?.start.offset ?? 0;
    const toSource = createToSource(this.#source, node.value, start);
    let row: {readonly number: number; readonly group: MutableGroup; cells: Unit[]} | undefined;
    for (const block of this.#html.read(node.value, start)) {
      const offsets = block.offsets.map((offset) => toSource[offset] ?? start);
      if (block.kind !== 'cell') row = undefined;
      else if (row?.number !== block.row) {
        const group = this.begin(block.isHead ? 'table-head' : 'row', {table: start});
        row = {number: block.row, group, cells: []};
      }
      const group = row?.group ?? this.begin(block.kind === 'cell' ? 'row' : block.kind);
      readLinks(block, group);
      const unit = this.#push({
        kind: block.kind === 'item' ? 'paragraph' : block.kind,
        text: hideQuotations(block.text),
        offsets,
        section: this.sections.at(-1),
        group,
        column: row?.cells.length,
      });
      row?.cells.push(unit);
      if (row !== undefined && block.isHead) this.tableHeads.set(start, toHeads(row.cells));
      if (block.kind === 'heading') {
        this.#openSection(unit.text.trim(), block.depth, offsets[0] ?? start);
      }
    }
  }

  #openSection(heading: string, depth: number, offset: number): void {
    const above: Part | undefined = this.sections.findLast((other) => other.depth < depth)?.part;
    const part = findPart(heading) ?? (depth > 2 ? above : undefined);
    this.sections.push({heading, depth, part, place: this.#placeAt(offset)});
  }

  #push(unit: Unit): Unit {
    this.units.push(unit);
    return unit;
  }
}

function toHeads(cells: readonly Unit[]): readonly string[] {
  return cells.map(({text}) => text.trim().toLowerCase());
}

function readLinks({links}: HtmlBlock, group: MutableGroup): void {
  for (const link of links) {
    const cite = /^#(e[1-9]\d*)$/i.exec(link)?.[1];
    if (cite === undefined) group.hasOtherEvidence = true;
    else group.cites.push(cite.toUpperCase());
  }
}

/** Place in the file of each unit of a value that lost the indents of its lines. */
function createToSource(source: string, value: string, start: number): readonly number[] {
  const places: number[] = [];
  let at = start;
  for (let index = 0; index < value.length; index++) {
    while (at < source.length && source[at] !== value[index]) at += 1;
    places.push(at);
    at += 1;
  }
  return places;
}
