import {isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue, SniffHead, SniffVerdict} from '../api.js';

/** Characters of a CSV header that are looked at. */
const HEADER_CHARS = 400;

export function sniff(head: SniffHead): SniffVerdict {
  if (isDataset(head)) {
    return {
      match: 'no',
      isLookAlike: true,
      reason:
        'a Phoenix dataset (example_id, input_*, output_*, metadata_*): examples without span ids, parents and times; ' +
        'export the spans instead, with get_spans_dataframe().to_json(orient="records", lines=True)',
    };
  }
  for (const value of head.values) {
    const reason = findReason(value);
    if (reason !== undefined) return {match: 'yes', reason};
  }
  return {match: 'no', reason: 'no context.span_id beside span_kind or attributes.* columns'};
}

function isDataset({head, values}: SniffHead): boolean {
  const [first] = values;
  if (first !== undefined && isObject(first) && 'example_id' in first) {
    return Object.keys(first).some((key) => /^(?:input|output|metadata)(?:_|$)/.test(key));
  }
  const start = Buffer.from(head.subarray(0, HEADER_CHARS)).toString('utf8');
  return /^\uFEFF?"?example_id"?,"?(?:input|output|metadata)/.test(start);
}

function findReason(value: JsonValue): string | undefined {
  if (isArray(value)) return spanReason(value[0], 'a list of spans with ');
  if (!isObject(value)) return undefined;
  const {data} = value;
  if (data !== undefined && isArray(data)) return spanReason(data[0], 'data[] of spans with ');
  return spanReason(value, '');
}

function spanReason(value: JsonValue | undefined, prefix: string): string | undefined {
  if (value === undefined || !isObject(value)) return undefined;
  if (isRow(value)) return `${prefix}the column context.span_id`;
  if (prefix.startsWith('data') && isOtlpSpan(value)) {
    return `${prefix}trace_id, start_time_unix_nano and attributes as key and value`;
  }
  return isClientSpan(value) ? `${prefix}context.span_id beside span_kind` : undefined;
}

/** A span of `/spans/otlpv1`: a list of OTLP spans without resource and scope around them. */
export function isOtlpSpan(value: JsonObject): boolean {
  const {attributes} = value;
  if (attributes === undefined || !isArray(attributes)) return false;
  return 'trace_id' in value && 'span_id' in value && 'start_time_unix_nano' in value;
}

export function isRow(value: JsonObject): boolean {
  if (!('context.span_id' in value)) return false;
  return 'context.trace_id' in value || 'span_kind' in value;
}

/** `span_kind` and `status_code` are its own; OpenTelemetry's dump says `kind` and `status`. */
export function isClientSpan(value: JsonObject): boolean {
  const {context} = value;
  if (context === undefined || !isObject(context) || !('span_id' in context)) return false;
  return 'span_kind' in value;
}
