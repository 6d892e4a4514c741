import {fields, list, open, sayOpenAi, saidText, text} from './plain-span.js';
import type {PlainSpan} from './plain-span.js';
import {readAttributes} from './read-otel.js';

type Reader = (content: string) => readonly PlainSpan[];

/** OTLP documents, one a line, in one array, or alone; lines that are no JSON are none. */
const otlp: Reader = (content) =>
  documents(content)
    .flatMap(list1)
    .flatMap((document) => list(fields(document).resourceSpans))
    .flatMap((block) => list(fields(block).scopeSpans))
    .flatMap((block) => list(fields(block).spans))
    .map((raw) => {
      const span = fields(raw);
      const {code} = fields(span.status);
      return readAttributes({
        id: hex(span.spanId),
        parent: orNull(hex(span.parentSpanId)),
        failed: code === 2 || code === 'STATUS_CODE_ERROR',
        attributes: Object.fromEntries(
          list(span.attributes).map((pair) => {
            const {key, value} = fields(pair);
            return [text(key), Object.values(fields(value))[0]];
          }),
        ),
      });
    });

const jaeger: Reader = (content) =>
  documents(content)
    .flatMap((document) =>
      'data' in fields(document) ? list(fields(document).data) : list1(document),
    )
    .flatMap((trace) => list(fields(trace).spans))
    .map((raw) => {
      const span = fields(raw);
      const tags = list(span.tags).map(
        (tag) => [text(fields(tag).key), fields(tag).value] as const,
      );
      const attributes = Object.fromEntries(tags);
      const above = list(span.references)
        .map(fields)
        .filter((reference) => reference.traceID === span.traceID);
      const parent = above.find((reference) => reference.refType === 'CHILD_OF') ?? above[0];
      return readAttributes({
        id: text(span.spanID).padStart(16, '0'),
        parent: parent === undefined ? null : text(parent.spanID).padStart(16, '0'),
        failed: String(attributes.error) === 'true' || attributes['otel.status_code'] === 'ERROR',
        attributes,
      });
    });

const phoenix: Reader = (content) =>
  documents(content).map((raw) => {
    const row = fields(raw);
    const isLlm = row.span_kind === 'LLM';
    const plain = readAttributes({
      id: text(row['context.span_id']),
      parent: orNull(text(row.parent_id)),
      failed: row.status_code === 'ERROR',
      attributes: {
        'openinference.span.kind': row.span_kind,
        'input.value': row['attributes.input.value'],
        'output.value': row['attributes.output.value'],
      },
    });
    if (!isLlm) return plain;
    const request = fields(open(row['attributes.input.value']));
    const reply = fields(open(row['attributes.output.value'])).text;
    return {
      ...plain,
      said: [saidText('user', text(request.prompt)), saidText('assistant', text(reply))],
    };
  });

const mlflow: Reader = (content) =>
  documents(content)
    .flatMap((document) => list(fields(fields(document).data).spans))
    .map((raw) => {
      const span = fields(raw);
      return {
        id: text(fields(span.context).span_id).slice(2),
        parent: orNull(text(span.parent_id).slice(2)),
        failed: span.status_code === 'ERROR',
        said: [],
      };
    });

const openaiAgents: Reader = (content) =>
  documents(content)
    .flatMap((document) => list(fields(document).traces))
    .flatMap((trace) => list(fields(trace).spans))
    .map((raw) => {
      const span = fields(raw);
      return {
        id: text(span.id),
        parent: orNull(text(span.parent_id)),
        failed: span.error !== null,
        said: list(span.span_data_input).flatMap((message) => sayOpenAi(message)),
      };
    });

/** A start (`post`) and its end (`patch`), by the last part of `dotted_order` where the patch has no id. */
const langsmith: Reader = (content) => {
  const runs = new Map<string, PlainSpan>();
  for (const document of documents(content)) {
    for (const raw of [...list(fields(document).post), ...list(fields(document).patch)]) {
      const run = fields(raw);
      const way = text(run.dotted_order).split('.');
      const idAt = (index: number): string => (way.at(index) ?? '').split('Z').slice(1).join('Z');
      const id = text(run.id) === '' ? idAt(-1) : text(run.id);
      const before = runs.get(id);
      const asked = before === undefined ? list(fields(run.inputs).messages) : [];
      const replied = list(fields(run.outputs).choices).map((choice) => fields(choice).message);
      runs.set(id, {
        id,
        parent: before?.parent ?? orNull(text(run.parent_run_id)) ?? orNull(idAt(-2)),
        failed: (before?.failed ?? false) || text(run.error) !== '',
        said: [
          ...(before?.said ?? []),
          ...[...asked, ...replied].flatMap((message) => sayOpenAi(message)),
        ],
      });
    }
  }
  return [...runs.values()];
};

export const READERS = {
  'otlp-json': otlp,
  jaeger,
  phoenix,
  mlflow,
  'openai-agents': openaiAgents,
  langsmith,
} as const satisfies Readonly<Record<string, Reader>>;

export function distinct(values: readonly string[]): {
  readonly number: number;
  readonly bytes: number;
  readonly values: readonly string[];
} {
  const sorted = [...new Set(values)].sort();
  const bytes = sorted.reduce((sum, value) => sum + Buffer.byteLength(value), 0);
  return {number: sorted.length, bytes, values: sorted};
}

/** A document, or one a line; what is no JSON is left out. */
function documents(content: string): readonly unknown[] {
  const whole = parse(content);
  if (whole !== undefined) return [whole];
  return content.split('\n').flatMap((line) => parse(line) ?? []);
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    // A damaged line of a file that is damaged on purpose.
    return undefined;
  }
}

function list1(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

/** Python dumps of the protobuf write base64. */
function hex(value: unknown): string {
  const id = text(value);
  if (/^(?:[0-9a-f]{16}){1,2}$/i.test(id)) return id.toLowerCase();
  return id.endsWith('=') ? Buffer.from(id, 'base64').toString('hex') : id;
}

function orNull(id: string): string | null {
  return id === '' || /^0+$/.test(id) ? null : id;
}
