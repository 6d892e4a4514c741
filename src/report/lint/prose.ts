import type {Html, PhrasingContent} from 'mdast';
import type {Group} from './document.js';

export interface MutableGroup extends Group {
  cites: string[];
  hasOtherEvidence: boolean;
}

/** Stands for code, images and addresses: no word, and no end of a sentence. */
export const OBJECT = '\ufffc';
/** `[E12]` as a link, as plain text, or `(E12)`. */
const CITE = /\bE[1-9]\d{0,5}\b/g;
const CITE_ALONE = /^E[1-9]\d{0,5}$/i;
/** An id, a span, a place in a file: something that a reader can look up. */
const LOOK_UP = /[0-9a-f]{8,}|:\d+$|\bE[1-9]\d*\b/i;

/** Collects the prose of one block, with the place of each character in the file. */
export class ProseBuilder {
  readonly #source: string;
  readonly #group: MutableGroup;
  readonly #comments: Html[];
  #text = '';
  readonly #offsets: number[] = [];

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
          if (LOOK_UP.test(node.value)) this.#group.hasOtherEvidence = true;
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
          for (const child of [...node.children].reverse()) tasks.push(child);
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

  #add(char: string, offset: number): void {
    this.#text += char;
    this.#offsets.push(offset);
  }

  /** A value is shorter than its source where it was escaped: `\*` and `&amp;` are followed side by side. */
  #addText(value: string, from: number, to: number): void {
    for (const [cite] of value.matchAll(CITE)) this.#group.cites.push(cite);
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

/** Longest quotation inside a line: a quote that never closes hides nothing. */
const QUOTATION = /"[^"\n]{1,400}"|“[^”\n]{1,400}”|„[^“\n]{1,400}“|«[^»\n]{1,400}»/g;

/** What somebody else said is theirs: its words become spaces, so that places stay. */
function hideQuotations(text: string): string {
  return text.replace(QUOTATION, (quoted) => ' '.repeat(quoted.length));
}
