// Counts what a case holds, in the fields of COUNTS.jsonl. Uses the product's own tree, so that what is counted is what is shown.
import {formRuns} from '../../dist/src/analyze/form-runs.js';
import {CaseAnalysis} from '../../dist/src/store/case-analysis.js';
import {buildCallTree} from '../../dist/src/tree/build-call-tree.js';
import {TREE_DEFECT} from '../../dist/src/tree/call-tree.js';
import {SPAN_FLAG, toSpanKind, toStatus} from '../../dist/src/tree/span-table.js';

/** Kinds that Inspect's model, tool and sandbox events become. */
const CALLS = new Set(['llm', 'tool', 'other']);

/** Sum that stays unknown (null) until something is known. */
function add(total, value) {
  return Number.isNaN(value) || value === undefined ? total : (total ?? 0) + value;
}

function widen(counts, us) {
  if (Number.isNaN(us)) return;
  counts.first_us = counts.first_us === null ? us : Math.min(counts.first_us, us);
  counts.last_us = counts.last_us === null ? us : Math.max(counts.last_us, us);
}

function countRun(counts, facts) {
  const {spans} = facts;
  const tree = buildCallTree(spans, facts.links);
  for (let row = 0; row < spans.count; row++) {
    const kind = toSpanKind(spans.kind[row]);
    if ((spans.flags[row] & SPAN_FLAG.derivedId) === 0 && !CALLS.has(kind)) {
      counts.own++;
      const above = tree.parent[row];
      const isBelowSample = above >= 0 && (spans.flags[above] & SPAN_FLAG.derivedId) !== 0;
      const isTop = above < 0 || (isBelowSample && tree.parent[above] < 0);
      if (isTop) counts.ownRoots++;
    }
    const twin = (tree.defects[row] & TREE_DEFECT.duplicateCall) !== 0;
    counts.spans++;
    if (tree.defects[row] & TREE_DEFECT.missingParent) counts.orphans++;
    else if (tree.parent[row] < 0) counts.roots++;
    widen(counts, spans.startUs[row]);
    widen(counts, spans.endUs[row]);
    if (twin) continue;
    if (kind === 'llm') counts.llm_calls++;
    if (kind === 'agent') counts.agents++;
    if (kind === 'tool') {
      counts.tool_calls++;
      if (toStatus(spans.status[row]) === 'error') counts.tool_errors++;
    }
  }
  for (let row = 0; row < spans.count; row++) {
    if (tree.usageCounts[row] !== 1 || toSpanKind(spans.kind[row]) === 'embedding') continue;
    counts.input_tokens = add(counts.input_tokens, spans.inputTokens[row]);
    counts.cached_read_tokens = add(counts.cached_read_tokens, spans.cachedReadTokens[row]);
    counts.output_tokens = add(counts.output_tokens, spans.outputTokens[row]);
  }
}

/**
 * What a counts file means by records with an id of their own, where a case holds more or fewer spans: it counts the events of an
 * OpenHands log, of which several make one span; of an Inspect log only the spans that its transcript begins, one of them
 * for each tool call (the case makes one span of that and of the tool event, and puts a span for the sample above all).
 */
function countOwnRecords(db, {own, ownRoots, ...counts}) {
  const sources = db.prepare('SELECT parser, records_read AS read FROM sources').all();
  const parsers = new Set(sources.map(({parser}) => parser));
  const read = sources.reduce((sum, source) => sum + source.read, 0);
  if (parsers.size !== 1) return counts;
  const [parser] = parsers;
  if (parser === 'openhands') return {...counts, spans: read};
  // The state of a conversation is no event.
  if (parser === 'openhands-conversation') return {...counts, spans: read - counts.traces};
  if (parser.startsWith('inspect') && own > 0) {
    return {...counts, spans: own + countMerged(db), roots: ownRoots};
  }
  return counts;
}

/** Tool events that say which span of the transcript they were made one with. */
function countMerged(db) {
  return db
    .prepare('SELECT count(*) FROM span_attributes WHERE attributes LIKE \'%"merged_span_id":%\'')
    .pluck()
    .get();
}

/** Counts over all runs of an open case (a CaseWriter's `db`). */
export function countCase(db) {
  const counts = {
    traces: 0,
    spans: 0,
    llm_calls: 0,
    tool_calls: 0,
    tool_errors: 0,
    agents: 0,
    input_tokens: null,
    cached_read_tokens: null,
    output_tokens: null,
    roots: 0,
    orphans: 0,
    first_us: null,
    last_us: null,
    own: 0,
    ownRoots: 0,
  };
  const store = new CaseAnalysis(db);
  const heads = store.traceHeads();
  counts.traces = heads.length;
  for (const run of formRuns(heads)) {
    const facts = store.loadRun(run.runId, run.traceKeys);
    countRun(counts, facts);
    for (const event of facts.events) widen(counts, event.timeUs ?? NaN);
  }
  return countOwnRecords(db, counts);
}
