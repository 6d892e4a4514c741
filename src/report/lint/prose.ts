import type {Html, Link, PhrasingContent} from 'mdast';
import type {Group} from './document.js';
import {readInlineTag} from './html-prose.js';
import {hideQuotations} from './quotations.js';

export interface MutableGroup extends Group {
  cites: string[];
  hasOtherEvidence: boolean;
}

/** Stands for code, images and addresses: no word, and no end of a sentence. */
export const OBJECT = '\ufffc';
const CITE = /\bE[1-9]\d{0,5}\b/g;
const CITE_ALONE = /^E[1-9]\d{0,5}$/i;
/** `[E12]`, `(E3, E4)`, `see E5`: a name such as E11000 or E2 in a sentence is no reference. */
const CITING =
  /(?:[[(]|\b(?:evidence|see|compare|cf\.)\s)\s*E[1-9]\d{0,5}(?:(?:[,;/\s–-]|and|to){1,5}E[1-9]\d{0,5}){0,50}(?![\w])/gi;
/** A cell of a column of references holds nothing else. */
const ONLY_CITES = /^\s*E[1-9]\d{0,5}(?:[,;\s]+E[1-9]\d{0,5}){0,50}\s*$/;
/** An id, a span, a place in a file: something that a reader can look up. */
const LOOK_UP = /[0-9a-f]{8,}|:\d+$|\bE[1-9]\d*\b/i;

/** Says when, and leads nowhere. */
const TIME =
  /^(?:\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\s?(?:Z|UTC|[+-]\d\d:?\d\d)?$/;

/** Collects the prose of one block, with the place of each character in the file. */
export class ProseBuilder {
  readonly #source: string;
  readonly #group: MutableGroup;
  readonly #comments: Html[];
  #text = '';
  readonly #offsets: number[] = [];
  readonly #exempt: string[] = [];
  #exemptFrom: number | undefined;

  constructor(source: string, group: MutableGroup, comments: Html[]) {
    this.#source = source;
    this.#group = group;
    this.#comments = comments;
  }

  build(children: readonly PhrasingContent[]): {
    readonly text: string;
    readonly offsets: readonly number[];
  } {
    const tasks: PhrasingContent[] = [...children].reverse();
    for (let node = tasks.pop(); node !== undefined; node = tasks.pop()) {
      const at = node.position?.start.offset ?? 0;
      switch (node.type) {
        case 'text':
          this.#addText(node.value, at, node.position?.end.offset ?? at);
          break;
        case 'inlineCode':
          if (LOOK_UP.test(node.value) && !TIME.test(node.value))
            this.#group.hasOtherEvidence = true;
          this.#add(OBJECT, at);
          break;
        case 'linkReference':
          if (CITE_ALONE.test(node.identifier)) {
            this.#group.cites.push(node.identifier.toUpperCase());
            this.#add(' ', at);
          } else {
            this.#group.hasOtherEvidence = true;
            for (const child of [...node.children].reverse()) tasks.push(child);
          }
          break;
        case 'link':
          this.#readLink(node.url);
          if (isAddress(node)) this.#add(OBJECT, at);
          else for (const child of [...node.children].reverse()) tasks.push(child);
          break;
        case 'footnoteReference':
          this.#group.hasOtherEvidence = true;
          break;
        case 'emphasis':
        case 'strong':
        case 'delete':
          for (const child of [...node.children].reverse()) tasks.push(child);
          break;
        case 'break':
          this.#add(' ', at);
          break;
        case 'html':
          this.#comments.push(node);
          this.#readTag(node.value, at);
          break;
        case 'image':
        case 'imageReference':
          this.#add(OBJECT, at);
          break;
      }
    }
    return {text: hideQuotations(this.#text), offsets: this.#offsets};
  }

  #readLink(url: string): void {
    const cite = /^#(e[1-9]\d*)$/i.exec(url)?.[1];
    if (cite === undefined) this.#group.hasOtherEvidence = true;
    else this.#group.cites.push(cite.toUpperCase());
  }

  #readTag(value: string, at: number): void {
    const tag = readInlineTag(value);
    if (tag === undefined) return;
    if (tag.name === 'br') this.#add(' ', at);
    if (tag.name === 'a') this.#group.hasOtherEvidence = true;
    if (!tag.isExempt) return;
    const open = this.#exempt.lastIndexOf(tag.name);
    if (!tag.isEnd) {
      this.#exempt.push(tag.name);
      this.#exemptFrom ??= this.#text.length;
    } else if (open >= 0) {
      this.#exempt.length = open;
      if (open > 0) return;
      // Only what ends is hidden.
      const from = this.#exemptFrom ?? this.#text.length;
      this.#text = this.#text.slice(0, from) + ' '.repeat(this.#text.length - from);
      this.#exemptFrom = undefined;
    }
  }

  #add(char: string, offset: number): void {
    this.#text += char;
    this.#offsets.push(offset);
  }

  /** A value is shorter than its source where it was escaped: `\*` and `&amp;` are followed side by side. */
  #addText(value: string, from: number, to: number): void {
    const citing = ONLY_CITES.test(value) ? [[value]] : value.matchAll(CITING);
    for (const [some = ''] of citing) {
      for (const [cite] of some.matchAll(CITE)) this.#group.cites.push(cite);
    }
    const raw = this.#source.slice(from, to);
    let at = 0;
    for (let index = 0; index < value.length; index++) {
      const char = value[index] ?? '';
      if (raw[at] === '\\' && raw[at + 1] === char) at += 1;
      const entity =
        raw[at] === '&' ? /^&[#\w]{1,31};/.exec(raw.slice(at, at + 33))?.[0] : undefined;
      this.#add(char === '\n' ? ' ' : char, from + Math.min(at, raw.length));
      at += entity?.length ?? 1;
    }
  }
}

/** An address that stands for itself. */
function isAddress({children, url}: Link): boolean {
  const [only] = children;
  if (children.length !== 1 || only?.type !== 'text') return false;
  return url === only.value || url.endsWith(`//${only.value}`) || url === `mailto:${only.value}`;
}
