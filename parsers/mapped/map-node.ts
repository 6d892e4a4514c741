import {LineCounter, isMap, isScalar, isSeq, parseDocument} from 'yaml';
import type {Node, Pair} from 'yaml';
import {UserError} from '../api.js';
import {nearestWord} from './nearest-word.js';

/** Largest map file: a person wrote it. */
const MAX_MAP_CHARS = 256 * 1024;
const NEXT = 'see docs/own-format.md, or let `whatbroke formats --sample FILE` propose a map';

/** A value of the map file that knows its place, so that every complaint names line and column. */
export class MapNode {
  readonly #node: Node | null;
  readonly #lines: LineCounter;
  /** Where the node is in the map: `start.unit`. */
  readonly name: string;

  private constructor(node: Node | null, lines: LineCounter, name: string) {
    this.#node = node;
    this.#lines = lines;
    this.name = name;
  }

  /** @throws UserError when the text is no YAML, with its line and column */
  static parse(text: string): MapNode {
    if (text.length > MAX_MAP_CHARS) {
      throw new UserError(`the map is longer than ${String(MAX_MAP_CHARS)} characters`, {
        next: NEXT,
      });
    }
    const lines = new LineCounter();
    const document = parseDocument(text, {lineCounter: lines, prettyErrors: false});
    const root = new MapNode(document.contents, lines, '');
    const [error] = document.errors;
    if (error !== undefined) throw root.#problemAt(error.pos[0], error.message);
    return root;
  }

  /** Fails at this node, or at the key it stands behind. */
  problem(said: string): UserError {
    return this.#problemAt(this.#node?.range?.[0] ?? 0, said);
  }

  #problemAt(offset: number, said: string): UserError {
    const {line, col} = this.#lines.linePos(offset);
    const place = `line ${String(Math.max(1, line))}, column ${String(Math.max(1, col))}`;
    return new UserError(`map, ${place}: ${said}`, {next: NEXT});
  }

  get isText(): boolean {
    return isScalar(this.#node) && typeof this.#node.value === 'string';
  }

  get isMap(): boolean {
    return isMap(this.#node);
  }

  get isList(): boolean {
    return isSeq(this.#node);
  }

  /** A text; numbers and flags count as what they look like. */
  text(): string {
    if (isScalar(this.#node)) {
      const {value} = this.#node;
      if (typeof value === 'string') return value;
      if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    }
    throw this.problem(`${this.#shown()} must be a text`);
  }

  flag(): boolean {
    if (isScalar(this.#node) && typeof this.#node.value === 'boolean') return this.#node.value;
    throw this.problem(`${this.#shown()} must be true or false`);
  }

  /** One of these words. */
  choice<T extends string>(known: readonly T[]): T {
    const text = this.text();
    const found = known.find((word) => word === text);
    if (found !== undefined) return found;
    const near = nearestWord(text, known);
    const hint = near === undefined ? '' : `; did you mean "${near}"?`;
    throw this.problem(
      `${this.#shown()} is "${text}", but must be one of ${known.join(', ')}${hint}`,
    );
  }

  /** The items of a list; anything else is a list of one. */
  items(): readonly MapNode[] {
    if (!isSeq(this.#node)) return [this];
    return this.#node.items.map((item, index) =>
      this.#child(item, `${this.name}[${String(index)}]`),
    );
  }

  /** The values by key. @throws UserError for a key that is not known, naming the nearest */
  fields(known: readonly string[]): ReadonlyMap<string, MapNode> {
    const node = this.#node;
    if (!isMap(node)) throw this.problem(`${this.#shown()} must have keys: ${known.join(', ')}`);
    const out = new Map<string, MapNode>();
    for (const pair of node.items) {
      const key = this.#keyOf(pair);
      if (!known.includes(key.text)) {
        const near = nearestWord(key.text, known);
        const hint =
          near === undefined ? `known are ${known.join(', ')}` : `did you mean "${near}"?`;
        throw this.#problemAt(key.offset, `unknown key "${key.text}"; ${hint}`);
      }
      const name = this.name === '' ? key.text : `${this.name}.${key.text}`;
      const value = this.#child(pair.value, name);
      if (value.#node === null) throw this.#problemAt(key.offset, `"${key.text}" has no value`);
      out.set(key.text, value);
    }
    return out;
  }

  #keyOf(pair: Pair): {readonly text: string; readonly offset: number} {
    const {key} = pair;
    if (isScalar(key)) return {text: String(key.value), offset: key.range?.[0] ?? 0};
    throw this.problem(`a key of ${this.#shown()} is not a word`);
  }

  #child(value: unknown, name: string): MapNode {
    const isNode = isMap(value) || isSeq(value) || isScalar(value);
    const isNull = isScalar(value) && value.value === null;
    return new MapNode(isNode && !isNull ? value : null, this.#lines, name);
  }

  #shown(): string {
    return this.name === '' ? 'the map' : `"${this.name}"`;
  }
}
