/** A block of HTML in Markdown, as the blocks that a reader sees. */
export interface HtmlBlock {
  readonly kind: 'heading' | 'paragraph' | 'item' | 'cell';
  readonly depth: number;
  /** Text, with the offset of each UTF-16 unit in the value. */
  readonly text: string;
  readonly offsets: readonly number[];
  readonly links: readonly string[];
  /** Number of the table row that a cell stands in, and whether it is a head. */
  readonly row: number;
  readonly isHead: boolean;
}

/** Elements whose text is code, somebody else's words, or not shown. */
const EXEMPT: ReadonlySet<string> = new Set(
  'code pre kbd samp var tt blockquote q cite script style template svg math'.split(' '),
);
const VOID: ReadonlySet<string> = new Set('br hr img input wbr'.split(' '));
const INLINE: ReadonlySet<string> = new Set(
  'a abbr b bdi bdo big del em font i ins label mark s small span strong sub sup time u'.split(' '),
);
/** A tag ends before the next `<` begins, so that a page of open tags costs linear time. */
const TAG = /<!--[^]*?(?:-->|$)|<(\/?)([a-zA-Z][\w-]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>/g;
const ENTITY = /&(nbsp|dollar|cent|pound|euro|yen|#36|#x24|#160);/gi;
const CHARACTERS: Readonly<Record<string, string>> = {
  ...{nbsp: ' ', '#160': ' ', dollar: '$', '#36': '$', '#x24': '$'},
  ...{cent: '¢', pound: '£', euro: '€', yen: '¥'},
};
const HREF = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i;

/** What an inline tag does to the text around it. */
export function readInlineTag(
  value: string,
): {readonly name: string; readonly isEnd: boolean; readonly isExempt: boolean} | undefined {
  const match = /^<(\/?)([a-zA-Z][\w-]*)/.exec(value);
  const name = match?.[2]?.toLowerCase();
  if (name === undefined) return undefined;
  return {name, isEnd: match?.[1] === '/', isExempt: EXEMPT.has(name)};
}

/** Reads fragments one after another: one may open what another closes. */
export class HtmlReader {
  readonly #source: string;
  /** Where the last end tag of an element stands: what never ends hides nothing of the next fragments. */
  readonly #lastEnd = new Map<string, number>();
  #blocks: HtmlBlock[] = [];
  #text = '';
  #offsets: number[] = [];
  #links: string[] = [];
  #open: {kind: HtmlBlock['kind']; depth: number} = {kind: 'paragraph', depth: 0};
  #isHead = false;
  #row = 0;
  /** Exempt elements that are open, outermost first. */
  #exempt: string[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  /** Whether text now stands in an exempt element that an earlier fragment opened. */
  get isExempt(): boolean {
    return this.#exempt.length > 0;
  }

  /** Blocks of a fragment that begins at an offset of the source. */
  read(value: string, start: number): readonly HtmlBlock[] {
    this.#blocks = [];
    this.#exempt = this.#exempt.filter((name) => this.#endsAfter(name, start));
    let at = 0;
    for (const match of value.matchAll(TAG)) {
      this.#addText(value.slice(at, match.index), at);
      const [whole, slash, name, attributes = ''] = match;
      at = match.index + whole.length;
      if (name === undefined) continue;
      const tag = name.toLowerCase();
      if (VOID.has(tag)) this.#addText(' ', match.index);
      else this.#readTag(tag, slash === '/', attributes);
    }
    this.#addText(value.slice(at), at);
    this.#flush();
    this.#exempt = this.#exempt.filter((name) => this.#endsAfter(name, start + value.length));
    return this.#blocks;
  }

  #endsAfter(name: string, offset: number): boolean {
    let last = this.#lastEnd.get(name);
    if (last === undefined) {
      last = this.#source.toLowerCase().lastIndexOf(`</${name}`);
      this.#lastEnd.set(name, last);
    }
    return last >= offset;
  }

  #readTag(name: string, isEnd: boolean, attributes: string): void {
    if (EXEMPT.has(name)) {
      if (!isEnd) this.#exempt.push(name);
      else {
        const place = this.#exempt.lastIndexOf(name);
        if (place >= 0) this.#exempt.length = place;
      }
      return;
    }
    if (name === 'a' && !isEnd) {
      const href = HREF.exec(attributes);
      this.#links.push(href?.[1] ?? href?.[2] ?? href?.[3] ?? '');
    }
    if (INLINE.has(name)) return;
    this.#flush();
    if (name === 'tr' && !isEnd) this.#row += 1;
    this.#open = isEnd ? {kind: 'paragraph', depth: 0} : toBlock(name);
    this.#isHead = name === 'th' && !isEnd;
  }

  #addText(text: string, from: number): void {
    const shown = text.replace(ENTITY, (whole, name: string) =>
      (CHARACTERS[name.toLowerCase()] ?? ' ').padStart(whole.length),
    );
    this.#text += this.isExempt ? ' '.repeat(text.length) : shown.replaceAll(/\s/g, ' ');
    for (let index = 0; index < text.length; index++) this.#offsets.push(from + index);
  }

  #flush(): void {
    if (this.#text.trim() !== '') {
      this.#blocks.push({
        ...this.#open,
        text: this.#text,
        offsets: this.#offsets,
        links: this.#links,
        row: this.#row,
        isHead: this.#isHead,
      });
    }
    this.#text = '';
    this.#offsets = [];
    this.#links = [];
  }
}

function toBlock(name: string): {kind: HtmlBlock['kind']; depth: number} {
  const level = /^h([1-6])$/.exec(name)?.[1];
  if (level !== undefined) return {kind: 'heading', depth: Number(level)};
  // A summary is the heading of what it folds away.
  if (name === 'summary') return {kind: 'heading', depth: 3};
  if (name === 'li') return {kind: 'item', depth: 0};
  return {kind: name === 'td' || name === 'th' ? 'cell' : 'paragraph', depth: 0};
}
