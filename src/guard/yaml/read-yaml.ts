import {Ajv2020, type ErrorObject, type ValidateFunction} from 'ajv/dist/2020.js';
import {isMap, isScalar, LineCounter, parseDocument, type Document} from 'yaml';
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
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false});
  const place = (offset: number): string => {
    const {line, col} = lines.linePos(offset);
    return `${visible(file)}:${line}:${col}`;
  };
  const [fault] = document.errors;
  if (fault !== undefined) {
    throw new UserError(`${place(fault.pos[0])}: not YAML: ${visible(fault.message)}`, {
      next: `correct the ${format.noun} there`,
    });
  }
  const refuse = (path: readonly (string | number)[], message: string, next?: string): never => {
    throw new UserError(`${place(findOffset(document, path))}: ${message}`, {
      next: next ?? `correct the ${format.noun} there`,
    });
  };
  const data: unknown = document.toJS({maxAliasCount: MAX_ALIASES});
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
    return {
      path,
      message: `${quote(String(data))} is not one of ${names.join(', ')}`,
      next: suggest(String(data), names),
    };
  }
  if (keyword === 'required') {
    return {
      path,
      message: `the key ${quote(String(given['missingProperty']))} is missing`,
      next: undefined,
    };
  }
  if (keyword === 'type') {
    return {
      path,
      message: `found ${describe(data)}, expected ${String(given['type'])}`,
      next: undefined,
    };
  }
  return {path, message: message ?? `does not fit (${keyword})`, next: undefined};
}

function suggest(found: string, known: readonly string[]): string | undefined {
  const near = findNearest(found, known);
  if (near !== undefined) return `write ${quote(near)}`;
  return known.length === 0 ? undefined : `known here: ${known.join(', ')}`;
}

function describe(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
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
