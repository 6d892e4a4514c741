import {isArray, isObject} from '../model/json.js';
import type {JsonValue} from '../model/json.js';
import type {TraceParser} from '../model/parser.js';
import type {SniffHead, SniffVerdict} from '../model/record-source.js';
import {UserError} from '../model/user-error.js';
import {findNearest} from '../text/nearest.js';

interface Opinion {
  readonly parser: TraceParser;
  readonly verdict: SniffVerdict;
}

const SEE = '`whatbroke formats` lists what can be read';
const MAP_NEXT = `${SEE}; \`whatbroke formats --sample FILE\` proposes a map for this one`;
const NEXT = `${SEE}, --format ID names one`;

/** What decided: shown by `whatbroke formats` and in errors. */
export interface Detected {
  readonly parser: TraceParser;
  readonly reason: string;
}

/**
 * The parser whose format this is: one that says yes, else the only one that says maybe; of several
 * the one that is narrower than all others.
 *
 * @throws UserError when none or several claim it
 */
export function detectFormat(head: SniffHead, parsers: readonly TraceParser[]): Detected {
  const opinions = parsers.map((parser): Opinion => ({parser, verdict: parser.sniff(head)}));
  for (const match of ['yes', 'maybe'] as const) {
    const claims = opinions.filter(({verdict}) => verdict.match === match);
    const winner = narrowest(claims);
    if (winner !== undefined) return {parser: winner.parser, reason: winner.verdict.reason};
    if (claims.length > 1) throw ambiguous(head, claims);
  }
  throw unknown(head, opinions);
}

/** `--format`: the parser by id, whatever its sniffer says. @throws UserError for an unknown id */
export function findParser(id: string, parsers: readonly TraceParser[]): TraceParser {
  const parser = parsers.find((candidate) => candidate.id === id);
  if (parser !== undefined) return parser;
  const nearest = findNearest(
    id,
    parsers.map((candidate) => candidate.id),
  );
  const meant = nearest === undefined ? '' : `, did you mean ${nearest}?`;
  throw new UserError(`unknown format "${id}"${meant}`, {next: SEE});
}

function narrowest(claims: readonly Opinion[]): Opinion | undefined {
  const winners = claims.filter(({parser}) => !claims.some((other) => isNarrower(other, parser)));
  return winners.length === 1 ? winners[0] : undefined;
}

function isNarrower({parser: other}: Opinion, parser: TraceParser): boolean {
  return other !== parser && other.narrowerThan.includes(parser.id);
}

function ambiguous(head: SniffHead, claims: readonly Opinion[]): UserError {
  const said = claims.map(({parser, verdict}) => `${parser.id} (${verdict.reason})`).join(' and ');
  return new UserError(`${head.name}: could be ${said}`, {next: NEXT});
}

function unknown(head: SniffHead, opinions: readonly Opinion[]): UserError {
  const known = opinions.find(({verdict}) => verdict.isLookAlike === true);
  if (known !== undefined) {
    return new UserError(`${head.name}: no trace log: ${known.verdict.reason}`, {next: SEE});
  }
  const nearest =
    opinions.find(({verdict}) => verdict.match === 'maybe') ?? nearestOf(head, opinions);
  const near =
    nearest === undefined ? '' : `; nearest is ${nearest.parser.id} (${nearest.verdict.reason})`;
  return new UserError(`${head.name}: no known trace format: found ${describe(head)}${near}`, {
    next: isJson(head) ? MAP_NEXT : NEXT,
  });
}

function isJson({container, values}: SniffHead): boolean {
  return container.startsWith('json-') && values.length > 0;
}

/**
 * The format of whose deciding keys most are there: a refusal names the keys that it looked for.
 * None where no such key is there at all.
 */
function nearestOf(head: SniffHead, opinions: readonly Opinion[]): Opinion | undefined {
  const keys = collectKeys(head);
  let nearest: Opinion | undefined;
  let most = 0;
  for (const opinion of opinions) {
    const named = new Set(opinion.verdict.reason.match(/[\w$-]{3,}/g));
    let share = 0;
    for (const word of named) if (keys.has(word)) share += 1 / named.size;
    if (share <= most) continue;
    most = share;
    nearest = opinion;
  }
  return nearest;
}

/** Values looked into for keys: the head holds 64 KiB, so this is all of it or nearly. */
const MAX_LOOKED_INTO = 10_000;

function collectKeys({keys, values}: SniffHead): ReadonlySet<string> {
  const found = new Set(keys);
  const open: JsonValue[] = [...values];
  for (let at = 0; at < open.length && at < MAX_LOOKED_INTO; at++) {
    const value = open[at];
    if (value === undefined || value === null || typeof value !== 'object') continue;
    if (isObject(value)) for (const key of Object.keys(value)) found.add(key);
    if (isObject(value) || isArray(value)) {
      for (const child of Object.values(value)) if (child !== undefined) open.push(child);
    }
  }
  return found;
}

/** Keys named in a message. */
const SHOWN_KEYS = 8;

function describe({container, keys}: SniffHead): string {
  if (container === 'empty') return 'an empty file';
  if (keys.length === 0) return container;
  const shown = keys.slice(0, SHOWN_KEYS).join(', ');
  return `${container} with the keys ${shown}${keys.length > SHOWN_KEYS ? ', ...' : ''}`;
}
