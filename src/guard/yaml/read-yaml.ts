import {Ajv2020, type ErrorObject, type ValidateFunction} from 'ajv/dist/2020.js';
import {isMap, isScalar, LineCounter, parseDocument, visit, type Document} from 'yaml';
import {UserError} from '../../model/user-error.js';
import {findNearest} from '../../text/nearest.js';
import {visible} from '../../text/visible.js';

/** A YAML file that people write, checked against a JSON Schema. */
export interface YamlFormat {
  /** `policy`, `rule pack`. */
  readonly noun: string;
  readonly schema: object;
}

/** What a file holds, and where each part of it stands. */
export interface ReadYaml {
  readonly data: unknown;
  /** @throws UserError that names the place of the part at this path */
  readonly refuse: (path: readonly (string | number)[], message: string, next?: string) => never;
}

/** A hostile file cannot grow without end by its aliases. */
const MAX_ALIASES = 100;

const ajv = new Ajv2020({allErrors: true, verbose: true, allowUnionTypes: true});
const compiled = new WeakMap<object, ValidateFunction>();

/** @throws UserError with file, line, column, what was found and what is expected there */
export function readYaml(text: string, file: string, format: YamlFormat): ReadYaml {
  const lines = new LineCounter();
  const place = (offset: number): string => {
    const {line, col} = lines.linePos(offset);
    return `${visible(file)}:${line}:${col}`;
  };
  const binary = text.indexOf('\0');
  if (binary >= 0) {
    const line = text.slice(0, binary).split('\n').length;
    throw new UserError(`${visible(file)}:${line}: found a NUL byte, expected text`, {
      next: `name a ${format.noun}, saved as UTF-8`,
    });
  }
  // Whether keys are unique is looked at below: the library compares each with each.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
  });
  const fault = document.errors[0] ?? findFault(document);
  if (fault !== undefined) {
    throw new UserError(`${place(fault.pos[0])}: not YAML: ${toReason(fault)}`, {
      next: `correct the ${format.noun} there`,
    });
  }
  const refuse = (path: readonly (string | number)[], message: string, next?: string): never => {
    throw new UserError(`${place(findOffset(document, path))}: ${message}`, {
      next: next ?? `correct the ${format.noun} there`,
    });
  };
  const data: unknown = toValue(document, refuse);
  let validate = compiled.get(format.schema);
  if (validate === undefined) compiled.set(format.schema, (validate = ajv.compile(format.schema)));
  if (!validate(data)) {
    const error = pickError(validate.errors ?? []);
    if (error !== undefined) {
      const {path, message, next} = explain(error);
      const onKey = error.keyword === 'additionalProperties';
      throw new UserError(`${place(findOffset(document, path, onKey))}: ${message}`, {
        next: next ?? `correct the ${format.noun} there`,
      });
    }
  }
  return {data, refuse};
}

interface Fault {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

const REASONS: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'found a second document, expected one',
  RESOURCE_EXHAUSTION: 'nested too deep',
};

function toReason({code, message}: Fault): string {
  if (/call stack/i.test(message)) return 'nested too deep';
  return REASONS[code] ?? visible(message);
}

/** A key that is there twice, or an alias of nothing. O(nodes). */
function findFault(document: Document): Fault | undefined {
  let fault: Fault | undefined;
  const anchors = new Set<string>();
  visit(document, {
    Node(_, node) {
      if ('anchor' in node && typeof node.anchor === 'string') anchors.add(node.anchor);
    },
    Alias(_, node) {
      if (anchors.has(node.source)) return undefined;
      const at = startOf(node) ?? 0;
      const message = `the alias *${node.source} stands for nothing`;
      fault = {code: 'BAD_ALIAS', message, pos: [at, at]};
      return visit.BREAK;
    },
    Map(_, node) {
      const keys = new Set<string>();
      for (const {key} of node.items) {
        const name = isScalar(key) ? String(key.value) : undefined;
        if (name !== undefined && !keys.has(name)) {
          keys.add(name);
          continue;
        }
        const at = startOf(key) ?? 0;
        const message = name === undefined ? 'a key is no text' : `the key ${name} is there twice`;
        fault = {code: 'BAD_KEY', message, pos: [at, at]};
        return visit.BREAK;
      }
      return undefined;
    },
  });
  return fault;
}

function toValue(document: Document, refuse: ReadYaml['refuse']): unknown {
  try {
    return document.toJS({maxAliasCount: MAX_ALIASES});
  } catch (error) {
    if (error instanceof ReferenceError) {
      return refuse(
        [],
        `aliases stand for too much: more than ${MAX_ALIASES} copies`,
        'write it out',
      );
    }
    throw error;
  }
}

/** The most telling error: an unknown key before a missing one, and the deepest place. */
function pickError(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const rank = ({keyword, instancePath}: ErrorObject): number =>
    instancePath.split('/').length * 10 +
    (keyword === 'additionalProperties' || keyword === 'propertyNames' ? 5 : 0) -
    (keyword === 'oneOf' || keyword === 'anyOf' || keyword === 'if' ? 9 : 0);
  return [...errors].sort((a, b) => rank(b) - rank(a))[0];
}

interface Explained {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly next: string | undefined;
}

function explain({
  keyword,
  instancePath,
  params,
  parentSchema,
  data,
  message,
}: ErrorObject): Explained {
  const path = toPath(instancePath);
  const given = params as Readonly<Record<string, unknown>>;
  if (keyword === 'additionalProperties') {
    const key = String(given['additionalProperty']);
    const known = Object.keys((parentSchema as {properties?: object}).properties ?? {});
    return {path: [...path, key], message: `unknown key ${quote(key)}`, next: suggest(key, known)};
  }
  if (keyword === 'enum' || keyword === 'const') {
    const allowed =
      keyword === 'enum' ? (given['allowedValues'] as unknown[]) : [given['allowedValue']];
    const names = allowed.map(String);
    const isText = typeof data === 'string' && names.includes(data);
    return {
      path,
      message: `found ${describe(data)}, expected ${names.length > 1 ? 'one of ' : ''}${names.join(', ')}`,
      next: isText ? `write ${data} without quotes` : suggest(String(data), names),
    };
  }
  if (keyword === 'required') {
    return {
      path,
      message: `found no key ${quote(String(given['missingProperty']))}, expected one`,
      next: `add ${quote(String(given['missingProperty']))}; whatbroke policy init prints a file to begin with`,
    };
  }
  if (keyword === 'type') {
    const type = String(given['type']);
    return {
      path,
      message: `found ${describe(data)}, expected ${TYPES[type] ?? type}`,
      next: type === 'object' ? 'whatbroke policy init prints a file to begin with' : undefined,
    };
  }
  if (keyword === 'minimum' || keyword === 'maximum') {
    const bound = keyword === 'minimum' ? 'at least' : 'at most';
    const expected = `a number of ${bound} ${String(given['limit'])}`;
    return {path, message: `found ${describe(data)}, expected ${expected}`, next: undefined};
  }
  return {
    path,
    message: `found ${describe(data)}: ${message ?? `does not fit (${keyword})`}`,
    next: undefined,
  };
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'a mapping (keys with values)',
  array: 'a list',
  number: 'a number',
  integer: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
};

function suggest(found: string, known: readonly string[]): string | undefined {
  const near = findNearest(found, known);
  if (near !== undefined) return `write ${quote(near)}`;
  return known.length === 0 ? undefined : `known here: ${known.join(', ')}`;
}

function describe(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'number') return quote(String(value));
  return quote(JSON.stringify(value));
}

function quote(text: string): string {
  return `\`${visible(text.slice(0, 80)).replaceAll('`', "'")}\``;
}

function toPath(pointer: string): readonly string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Start of the part at a path; of its key, where it has one; of what encloses it, where it is missing. */
function findOffset(document: Document, path: readonly (string | number)[], onKey = false): number {
  let offset = 0;
  let node: unknown = document.contents;
  for (const [depth, part] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === String(part),
      );
      if (pair === undefined) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else {
      const index = Number(part);
      node = document.getIn(path.slice(0, depth).concat(index), true);
      offset = startOf(node) ?? offset;
    }
    // A scalar value itself is meant, not its key.
    if (!onKey && depth === path.length - 1 && isScalar(node)) offset = startOf(node) ?? offset;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined;
  const {range} = node;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined;
}
