import {createHash} from 'node:crypto';
import {compact} from '../../model/compact.js';
import {isArray, isObject, type JsonObject, type JsonValue} from '../../model/json.js';
import {hideSecrets} from './secret-marks.js';
import type {SightingBook} from './sighting-book.js';
import type {ToolDefinition} from './survey.js';

/** Attributes of a span or a trace, as the log has them. */
export interface LoggedAttributes {
  readonly timeUs: number | undefined;
  readonly agent: string;
  readonly attributes: JsonObject;
}

export interface ReadSettings {
  readonly versions: readonly string[];
  readonly definitions: readonly ToolDefinition[];
}

const MAX_VERSIONS = 20;
const MAX_DEFINITIONS = 500;
const MAX_PARAMETERS = 60;
const ID_DIGITS = 12;

const VERSION =
  /^(?:(?:.*\.)?(?:service|agent|app|application|deployment)[._]version|version|cli_version|copilotVersion|mini_version|release|any_agent\.version|crewai_version|langfuse\.version)$/;
const DEFINITIONS = new Set([
  'gen_ai.tool.definitions',
  'tools',
  'gen_ai.request.tools',
  'functions',
]);
const ONE_DEFINITION = /^llm\.tools\.\d+\.tool\.json_schema$/;
const PERMISSION =
  /(?:^|[._])(?:permission_?mode|evaluated_permission|approval_?(?:policy|mode)|sandbox(?:_policy|_mode)?|allowed_?tools)$/i;

/** Versions, tool definitions and permission settings that the attributes of a run hold. */
export function readSettings(all: Iterable<LoggedAttributes>, book: SightingBook): ReadSettings {
  const versions = new Set<string>();
  const definitions = new Map<string, ToolDefinition>();
  for (const {timeUs, agent, attributes} of all) {
    for (const [key, value] of listFields(attributes)) {
      if (VERSION.test(key) && isScalar(value) && versions.size < MAX_VERSIONS) {
        versions.add(hideSecrets(String(value)).slice(0, 80));
      } else if (PERMISSION.test(key)) {
        const told = `${key}: ${hideSecrets(isScalar(value) ? String(value) : JSON.stringify(value)).slice(0, 200)}`;
        book.add('permission', told, {agent, place: 'settings', step: 0, timeUs: timeUs ?? NaN});
      } else if (DEFINITIONS.has(key) || ONE_DEFINITION.test(key)) {
        for (const definition of readDefinitions(value)) {
          const known = `${definition.tool} ${definition.id}`;
          if (definitions.size >= MAX_DEFINITIONS || definitions.has(known)) continue;
          definitions.set(known, compact<ToolDefinition>({...definition, firstUs: timeUs}));
        }
      }
    }
  }
  return {versions: [...versions].sort(), definitions: [...definitions.values()]};
}

/** Fields, those of a nested resource too. */
function* listFields(attributes: JsonObject): Generator<readonly [string, JsonValue]> {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    yield [key, value];
    if (!isObject(value) || !/resource|process|metadata/i.test(key)) continue;
    for (const [inner, nested] of Object.entries(value))
      if (nested !== undefined) yield [inner, nested];
  }
}

function isScalar(value: JsonValue): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function* readDefinitions(value: JsonValue): Generator<Omit<ToolDefinition, 'firstUs'>> {
  const parsed = typeof value === 'string' ? parse(value) : value;
  const list = isArray(parsed) ? parsed : parsed === undefined ? [] : [parsed];
  for (const item of list) {
    const one = typeof item === 'string' ? (parse(item) ?? item) : item;
    if (!isObject(one)) continue;
    const inner = isObject(one['function']) ? one['function'] : one;
    const name = inner['name'];
    if (typeof name !== 'string' || name === '') continue;
    const schema = inner['parameters'] ?? inner['input_schema'] ?? inner['inputSchema'];
    const properties =
      isObject(schema) && isObject(schema['properties']) ? schema['properties'] : {};
    const id = createHash('sha256').update(toStable(inner)).digest('hex').slice(0, ID_DIGITS);
    yield {
      tool: name.slice(0, 200),
      id,
      parameters: Object.keys(properties).sort().slice(0, MAX_PARAMETERS),
    };
  }
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The same definition in another order of keys is the same. Definitions are shallow; what is deeper counts as it stands. */
function toStable(value: JsonObject): string {
  const sort = (_key: string, child: unknown): unknown =>
    typeof child === 'object' && child !== null && !Array.isArray(child)
      ? Object.fromEntries(Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1)))
      : child;
  return JSON.stringify(value, sort);
}
