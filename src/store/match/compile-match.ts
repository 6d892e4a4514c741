import {findNearest} from '../../text/nearest.js';
import {MATCH_FIELDS, MATCH_KINDS} from './fields.js';
import {MatchError} from './match-error.js';
import {parseMatch} from './parse-match.js';
import type {Condition, LinkKind, Operator, Selector} from './parse-match.js';

/** Values by name: `@p1` in the statement is `p1` here. */
export type MatchParams = Readonly<Record<string, string | number>>;

export interface CompiledMatch {
  readonly sql: string;
  readonly params: MatchParams;
}

/**
 * Whether a row stands in a link to a row that was hit before (`hit`). Each is one pass over rows in
 * order: intervals of a tree are nested, so a row lies below a hit exactly if the furthest end of the hits
 * in front of it lies behind it.
 */
const LINK_SQL: Readonly<Record<LinkKind, string>> = {
  '>>': `coalesce(max(CASE WHEN hit THEN end_pre END) OVER (PARTITION BY run_id ORDER BY pre
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) > pre, 0)`,
  '>': `(parent_pre >= 0 AND (run_id, parent_pre) IN (SELECT run_id, pre FROM PREVIOUS WHERE hit AND pre IS NOT NULL))`,
  '->>': `(step IS NOT NULL AND coalesce(max(hit) OVER (PARTITION BY run_id, lane ORDER BY step
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))`,
  '->': `(step IS NOT NULL AND coalesce(lag(hit) OVER (PARTITION BY run_id, lane ORDER BY step), 0))`,
  '~': `(pre IS NOT NULL AND coalesce(max(hit) OVER (PARTITION BY run_id, parent_pre ORDER BY pre
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))`,
};

/**
 * SQL that finds the rows of the last selector. Windows and lookups only: near-linear in the calls,
 * whatever the depth of the tree.
 *
 * @param runId one run, or undefined for all.
 * @throws MatchError for a pattern that is not understood.
 */
export function compileMatch(text: string, runId: string | undefined): CompiledMatch {
  const {selectors, links} = parseMatch(text);
  const values: (string | number)[] = [];
  const bind = (value: string | number): string => `@p${String(values.push(value))}`;
  const source = runId === undefined ? 'node_rows' : `node_rows(${bind(runId)})`;
  const tests = selectors.map((selector) => compileSelector(selector, bind));
  const flags = tests.map((test, at) => `coalesce(${test}, 0) AS t${String(at)}`);
  const needsCounts = tests.some((test) => test.includes('c.'));
  const parts = [
    `n0 AS MATERIALIZED (SELECT * FROM ${source})`,
    ...(needsCounts ? [COUNTS] : []),
    `s0 AS MATERIALIZED (SELECT n.*, ${flags.join(', ')}, NULL AS hit
    FROM n0 n${needsCounts ? ' LEFT JOIN counts c ON c.run_id = n.run_id AND c.call_sig = n.call_sig' : ''})`,
    `h0 AS MATERIALIZED (SELECT ${columnsOf(selectors.length)}, t0 AS hit FROM s0)`,
  ];
  for (const [at, link] of links.entries()) {
    const stands = LINK_SQL[link].replace('PREVIOUS', `h${String(at)}`);
    const linked = selectors[at]?.isAbsent === true ? `NOT ${stands}` : stands;
    parts.push(
      `h${String(at + 1)} AS MATERIALIZED (SELECT ${columnsOf(selectors.length)},
    t${String(at + 1)} AND ${linked} AS hit FROM h${String(at)})`,
    );
  }
  const sql = `WITH ${parts.join(',\n')}
SELECT run_id, step, kind, agent, name, outcome, lane,
  (SELECT span_id FROM span_fact WHERE id = fact_id) AS span_id
FROM h${String(links.length)} WHERE hit ORDER BY run_id, step IS NULL, step, pre`;
  const params = Object.fromEntries(values.map((value, at) => [`p${String(at + 1)}`, value]));
  return {sql, params};
}

const COUNTS = `counts AS MATERIALIZED (SELECT run_id, call_sig, count(*) AS repeats, count(DISTINCT lane) AS lanes
    FROM n0 WHERE call_sig IS NOT NULL GROUP BY 1, 2)`;

function columnsOf(selectors: number): string {
  const tests = Array.from({length: selectors}, (_, at) => `t${String(at)}`);
  return [
    'run_id, pre, end_pre, parent_pre, depth, kind, name, agent, outcome, step, lane, fact_id',
    ...tests,
  ].join(', ');
}

type Bind = (value: string | number) => string;

function compileSelector({kind, offset, conditions}: Selector, bind: Bind): string {
  const tests = conditions.map((condition) => compileCondition(condition, bind));
  if (kind !== '*') {
    if (!(MATCH_KINDS as readonly string[]).includes(kind)) {
      throw new MatchError(`no such kind: ${kind}`, offset, findNearest(kind, MATCH_KINDS));
    }
    tests.unshift(`n.kind = ${bind(kind)}`);
  }
  return tests.length === 0 ? '1' : `(${tests.join(' AND ')})`;
}

function compileCondition({field, test, offset}: Condition, bind: Bind): string {
  const known = Object.hasOwn(MATCH_FIELDS, field) ? MATCH_FIELDS[field] : undefined;
  if (known === undefined) {
    throw new MatchError(
      `no such field: ${field}`,
      offset,
      findNearest(field, Object.keys(MATCH_FIELDS)),
    );
  }
  const {expression, type} = known;
  if (test === undefined) return type === 'flag' ? expression : `${expression} IS NOT NULL`;
  if (type === 'flag') {
    throw new MatchError(`${field} is true or not: write [${field}]`, offset);
  }
  const {operator, value} = test;
  if (type === 'number') return compileNumber(expression, {operator, value, offset}, bind);
  return compileText(expression, {operator, value, offset}, bind);
}

interface Test {
  readonly operator: Operator;
  readonly value: string;
  readonly offset: number;
}

function compileNumber(expression: string, {operator, value, offset}: Test, bind: Bind): string {
  const number = value === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(number)) throw new MatchError(`${value} is not a number`, offset);
  if (operator === '~' || operator === '^=') {
    throw new MatchError(`${operator} is for texts`, offset);
  }
  return `${expression} ${operator} ${bind(number)}`;
}

function compileText(expression: string, {operator, value, offset}: Test, bind: Bind): string {
  switch (operator) {
    case '=':
    case '!=':
      return `${expression} ${operator === '=' ? 'IS' : 'IS NOT'} ${bind(value)}`;
    case '~':
      return `instr(lower(${expression}), lower(${bind(value)})) > 0`;
    case '^=': {
      const start = bind(value);
      return `substr(${expression}, 1, length(${start})) = ${start}`;
    }
    case '>':
    case '<':
    case '>=':
    case '<=':
      throw new MatchError(`${operator} is for numbers`, offset);
  }
}
