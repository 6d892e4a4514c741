import {isObject} from '../api.js';
import type {Fact, JsonObject, Locator, SpanDraft} from '../api.js';
import {textOf} from '../common/fields.js';
import type {Oddities} from '../common/oddities.js';
import {pushSpanFacts} from '../common/span-facts.js';
import type {SpanFactsContext} from '../common/span-facts.js';
import {isoToUs} from '../common/time.js';
import {readObservation} from './read-observation.js';
import {pushScoreRow, pushTrace} from './trace-facts.js';

/** Observations whose type is remembered for later updates. */
const MAX_TYPES = 100_000;

/** Events as the SDKs send them: a record is created, and updated when it ends. */
export class IngestionBatch {
  readonly #spans: SpanFactsContext;
  readonly #oddities: Oddities;
  readonly #types = new Map<string, string>();

  constructor(spans: SpanFactsContext, oddities: Oddities) {
    this.#spans = spans;
    this.#oddities = oddities;
  }

  /** False when the event has nothing that could be used. */
  read(item: JsonObject, at: Locator, out: Fact[]): boolean {
    const type = textOf(item, 'type') ?? '';
    const {body} = item;
    if (body === undefined || !isObject(body)) return false;
    const [subject = '', action = ''] = type.split('-');
    if (subject === 'trace') return pushTrace(body, at, out);
    if (subject === 'score') return pushScoreRow(body, undefined, at, out);
    if (action !== 'create' && action !== 'update') {
      this.#oddities.noteUnknown('ingestion events', type, at);
      return true;
    }
    return this.#observation(body, subject, action === 'update', at, out);
  }

  #observation(
    body: JsonObject,
    subject: string,
    isUpdate: boolean,
    at: Locator,
    out: Fact[],
  ): boolean {
    const id = textOf(body, 'id');
    const known = id === undefined ? undefined : this.#types.get(id);
    const type = known ?? textOf(body, 'type') ?? (subject === 'observation' ? 'SPAN' : subject);
    const span = readObservation(body, at, {type});
    if (span === undefined) return false;
    if (id !== undefined && this.#types.size < MAX_TYPES) this.#types.set(id, type);
    if (!isUpdate) {
      const startUs = span.startUs ?? isoToUs(body.timestamp)?.us;
      pushSpanFacts({...span, startUs}, at, this.#spans, out);
      return true;
    }
    const facts: Fact[] = [];
    pushSpanFacts(span, at, this.#spans, facts);
    for (const fact of facts) out.push(fact.kind === 'span' ? toPatch(fact.span, body, at) : fact);
    return true;
  }
}

/** An update holds only what changed: what it lacks must not replace what is known. */
function toPatch(span: SpanDraft, body: JsonObject, at: Locator): Fact {
  const {traceId, spanId, ...fields} = span;
  const patch: Partial<{-readonly [K in keyof SpanDraft]: SpanDraft[K]}> = fields;
  delete patch.kind;
  delete patch.unfinished;
  if (textOf(body, 'name') === undefined) delete patch.name;
  if (span.status === 'unset') delete patch.status;
  if (span.endUs !== undefined) patch.unfinished = false;
  return {kind: 'span-patch', traceId, spanId, patch, at};
}
