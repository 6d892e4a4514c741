// What was measured as a table, and what of it is worse than the committed baseline.

/** Noise of a quiet machine between two runs stays well below. */
const TOLERANCE = 0.25;

const round = (value) => (value === undefined ? '' : Number(value.toPrecision(3)).toString());

export function buildTable(rows) {
  const lines = [
    '| what | measured | by processor time | budget | peak memory |',
    '| --- | --- | --- | --- | --- |',
  ];
  for (const {what, value, byCpu, unit, better, budget, rssMb} of rows) {
    const sign = better === 'more' ? '>=' : '<=';
    const wanted = budget === undefined ? '' : `${sign} ${String(budget)}`;
    const memory = rssMb === undefined ? '' : `${String(rssMb)} MB`;
    lines.push(`| ${what} | ${round(value)} ${unit} | ${round(byCpu)} | ${wanted} | ${memory} |`);
  }
  return lines.join('\n');
}

/** Ratios are compared by processor time where there is one: it does not see what else the machine does. */
const comparable = ({byCpu, value}) => byCpu ?? value;

/** Times of one machine say nothing about another: only ratios are compared. */
export function buildBaseline(rows) {
  const ratios = rows.filter(({isTime}) => isTime !== true);
  return Object.fromEntries(ratios.map((row) => [row.id, Number(round(comparable(row)))]));
}

/** Rows worse than the baseline by more than the tolerance, as lines for people. */
export function findRegressions(rows, baseline) {
  const found = [];
  for (const row of rows) {
    const known = Object.hasOwn(baseline, row.id) ? baseline[row.id] : undefined;
    if (known === undefined || row.isTime === true) continue;
    const now = comparable(row);
    const isWorse =
      row.better === 'more' ? now < known * (1 - TOLERANCE) : now > known * (1 + TOLERANCE);
    if (isWorse) found.push(`${row.what}: ${round(now)} ${row.unit}, baseline ${round(known)}`);
  }
  return found;
}
