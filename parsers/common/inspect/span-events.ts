import type {Locator, SpanDraft, SpanKind} from '../../api.js';
import {compact, getField} from '../../api.js';
import {isEmpty, pickFields, textOf} from '../fields.js';
import {isoToUs} from '../time.js';
import type {FlatEvent} from './flatten.js';
import type {SampleReading} from './sample-reading.js';

/** The span an event belongs to: the one it names, the open step, or what holds it. */
export function findParent(reading: SampleReading, event: FlatEvent): string | undefined {
  const named = textOf(event.raw, 'span_id');
  if (named !== undefined) return reading.aliases.get(named) ?? named;
  const steps = reading.steps.get(event.holder ?? '');
  return steps?.at(-1)?.id ?? event.holder ?? reading.rootId;
}

const SPAN_KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ['agent', 'agent'],
  ['scorer', 'evaluator'],
  ['handoff', 'handoff'],
]);

export function beginSpan(reading: SampleReading, event: FlatEvent, at: Locator): void {
  const {raw} = event;
  const id = textOf(raw, 'id');
  if (id === undefined || reading.aliases.has(id)) return;
  const type = textOf(raw, 'type') ?? 'span';
  const parent = textOf(raw, 'parent_id');
  const name = textOf(raw, 'name') ?? type;
  const kind = SPAN_KINDS.get(type) ?? 'chain';
  if (kind === 'agent') reading.hasAgents = true;
  reading.openSpans.add(id);
  const attributes = pickFields(raw, ['type', 'metadata']);
  reading.facts.push({
    kind: 'span',
    span: compact<SpanDraft>({
      traceId: reading.traceId,
      spanId: id,
      parentId: parent === undefined ? reading.rootId : (reading.aliases.get(parent) ?? parent),
      kind,
      name,
      agentName: kind === 'agent' ? name : undefined,
      agentId: kind === 'agent' ? id : undefined,
      startUs: isoToUs(getField(raw, 'timestamp'))?.us,
      unfinished: true,
      attributes: isEmpty(attributes) ? undefined : attributes,
    }),
    at,
  });
}

export function endSpan(reading: SampleReading, event: FlatEvent, at: Locator): void {
  const id = textOf(event.raw, 'id');
  if (id === undefined || reading.aliases.has(id)) return;
  if (!reading.openSpans.delete(id)) {
    reading.oddities.note({
      code: 'span-end-without-begin',
      severity: 'notice',
      message: 'a span_end names a span that has not begun in this sample, or has ended',
      at,
    });
    return;
  }
  closeSpan(reading, id, event, at);
}

/** `step` of logs before 0.3.90: begin and end by order and name, no ids. */
export function readStep(reading: SampleReading, event: FlatEvent, at: Locator): void {
  const {raw, holder = ''} = event;
  const name = textOf(raw, 'name') ?? 'step';
  const steps = reading.steps.get(holder) ?? [];
  reading.steps.set(holder, steps);
  if (textOf(raw, 'action') === 'end') {
    const index = steps.findLastIndex((step) => step.name === name);
    const ended = index === -1 ? undefined : steps[index];
    // Steps that are still open inside end with it; when they did is not logged.
    if (index !== -1) steps.length = index;
    if (ended !== undefined) closeSpan(reading, ended.id, event, at);
    return;
  }
  const type = textOf(raw, 'type');
  const parentId = findParent(reading, event);
  steps.push({id: event.id, name});
  reading.facts.push({
    kind: 'span',
    span: compact<SpanDraft>({
      traceId: reading.traceId,
      spanId: event.id,
      parentId,
      kind: type === undefined ? 'chain' : (SPAN_KINDS.get(type) ?? 'chain'),
      name,
      startUs: isoToUs(getField(raw, 'timestamp'))?.us,
      unfinished: true,
      derivedId: true,
      attributes: type === undefined ? undefined : {type},
    }),
    at,
  });
}

function closeSpan(reading: SampleReading, id: string, event: FlatEvent, at: Locator): void {
  reading.facts.push({
    kind: 'span-patch',
    traceId: reading.traceId,
    spanId: id,
    patch: compact<Partial<SpanDraft>>({
      endUs: isoToUs(getField(event.raw, 'timestamp'))?.us,
      unfinished: false,
    }),
    at,
  });
}
