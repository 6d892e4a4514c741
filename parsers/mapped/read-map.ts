import {RE2JS} from 're2js';
import {SPAN_KINDS, compact} from '../api.js';
import {TIME_UNITS} from '../common/plain-time.js';
import {MapNode} from './map-node.js';
import {FIELD_NAMES, OUTCOMES, TOKEN_NAMES} from './map-spec.js';
import type {DurationField, KindRule, MapSpec, StatusField, TimeField} from './map-spec.js';
import {parsePath} from './path.js';
import type {Path} from './path.js';

const VERSION_KEY = 'whatbroke-map';
const OTHER_KEYS = ['start', 'end', 'duration', 'status', 'tokens', 'messages', 'kind'] as const;
const KEYS: readonly string[] = [VERSION_KEY, 'records', ...FIELD_NAMES, ...OTHER_KEYS];
const RECORD_PATTERN =
  /^(?:[^[\]{}.\s]+|(?=\[|\{))(?:\[\]|\{\})*(?:\.[^[\]{}.\s]+(?:\[\]|\{\})*)*$/;

/**
 * Reads a `--map` file.
 *
 * @throws UserError that names the line, the column and the nearest known word
 */
export function readMap(text: string): MapSpec {
  const root = MapNode.parse(text);
  const nodes = root.fields(KEYS);
  if (nodes.get(VERSION_KEY)?.text() !== '1') {
    throw (nodes.get(VERSION_KEY) ?? root).problem(`a map starts with "${VERSION_KEY}: 1"`);
  }
  const tokens = nodes.get('tokens')?.fields([...TOKEN_NAMES, 'inputExcludesCached']);
  const messages = nodes.get('messages')?.fields(['in', 'out']);
  const spec = compact<MapSpec>({
    records: nodes.get('records')?.items().map(readPattern) ?? [],
    fields: readPathFields(nodes, FIELD_NAMES),
    start: readTimeField(nodes.get('start')),
    end: readTimeField(nodes.get('end')),
    duration: readDurationField(nodes.get('duration')),
    status: readStatusField(nodes.get('status')),
    tokens: tokens === undefined ? {} : readPathFields(tokens, TOKEN_NAMES),
    inputExcludesCached: tokens?.get('inputExcludesCached')?.flag() ?? false,
    messagesIn: readPaths(messages?.get('in')),
    messagesOut: readPaths(messages?.get('out')),
    kinds: readKinds(nodes.get('kind')),
  });
  if (spec.fields.name === undefined && spec.kinds.length === 0) {
    throw root.problem('a map needs "name" or "kind": without them all spans look alike');
  }
  return spec;
}

function readPattern(node: MapNode): string {
  const text = node.text().trim();
  if (RECORD_PATTERN.test(text)) return text;
  throw node.problem(
    `"${text}" is no place of records; write keys, [] for any element and {} for any key: traces[].spans[]`,
  );
}

function readPathFields<T extends string>(
  nodes: ReadonlyMap<string, MapNode>,
  names: readonly T[],
): Partial<Record<T, readonly Path[]>> {
  const out: Partial<Record<T, readonly Path[]>> = {};
  for (const name of names) {
    const node = nodes.get(name);
    if (node !== undefined) out[name] = readPaths(node);
  }
  return out;
}

function readPaths(node: MapNode | undefined): readonly Path[] {
  return node?.items().map(readPath) ?? [];
}

function readPath(node: MapNode): Path {
  const text = node.text();
  const path = parsePath(text);
  if ('problem' in path) {
    throw node.problem(`the path "${text}" ${path.problem}; write a.b, a[0], a["b.c"], ^.a or .`);
  }
  return path;
}

function readTimeField(node: MapNode | undefined): TimeField | undefined {
  if (node === undefined) return undefined;
  if (!node.isMap) return {from: readPaths(node), unit: 'auto', zone: 'local'};
  const fields = node.fields(['from', 'unit', 'zone']);
  return {
    from: readPaths(needed(node, fields, 'from')),
    unit: fields.get('unit')?.choice(TIME_UNITS) ?? 'auto',
    zone: fields.get('zone')?.choice(['utc', 'local'] as const) ?? 'local',
  };
}

function readDurationField(node: MapNode | undefined): DurationField | undefined {
  if (node === undefined) return undefined;
  if (!node.isMap) throw node.problem('"duration" needs a unit: {from: took, unit: ms}');
  const fields = node.fields(['from', 'unit']);
  return {
    from: readPaths(needed(node, fields, 'from')),
    unit: needed(node, fields, 'unit').choice(['s', 'ms', 'us', 'ns'] as const),
  };
}

function readStatusField(node: MapNode | undefined): StatusField | undefined {
  if (node === undefined) return undefined;
  if (!node.isMap) {
    throw node.problem('"status" needs the values that mean failure: {from: state, error: [bad]}');
  }
  const fields = node.fields(['from', 'error', 'ok']);
  return {
    from: readPaths(needed(node, fields, 'from')),
    error: readWords(fields.get('error')) ?? new Set(),
    ok: readWords(fields.get('ok')) ?? new Set(),
  };
}

function readKinds(node: MapNode | undefined): readonly KindRule[] {
  if (node === undefined) return [];
  return node.items().map((item): KindRule => {
    if (!item.isMap) return {when: readPath(item), then: undefined};
    const fields = item.fields(['when', 'is', 'matches', 'then', 'else']);
    const otherwise = fields.get('else');
    const kinds = [...SPAN_KINDS, ...OUTCOMES];
    if (otherwise !== undefined) return {then: otherwise.choice(kinds)};
    const when = fields.get('when');
    if (when === undefined) throw item.problem('a rule for kinds needs "when" or "else"');
    const matches = fields.get('matches');
    return compact<KindRule>({
      when: readPath(when),
      is: readWords(fields.get('is')),
      matches: matches === undefined ? undefined : readExpression(matches),
      then: needed(item, fields, 'then').choice(kinds),
    });
  });
}

/** RE2 syntax: linear in the text, whatever the pattern. */
function readExpression(node: MapNode): (text: string) => boolean {
  const text = node.text();
  try {
    const pattern = RE2JS.compile(text, RE2JS.CASE_INSENSITIVE);
    return (value) => pattern.matcher(value).find();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw node.problem(`"${text}" is no regular expression (RE2): ${said}`);
  }
}

function readWords(node: MapNode | undefined): ReadonlySet<string> | undefined {
  if (node === undefined) return undefined;
  return new Set(node.items().map((item) => item.text().toLowerCase()));
}

function needed(parent: MapNode, fields: ReadonlyMap<string, MapNode>, key: string): MapNode {
  const node = fields.get(key);
  if (node === undefined) throw parent.problem(`"${parent.name}" needs "${key}"`);
  return node;
}
