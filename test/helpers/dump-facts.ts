import type {Fact, SpanDraft} from '../../src/model/facts.js';
import type {Message, MessagePart} from '../../src/model/message.js';
import type {Diagnostic} from '../../src/model/diagnostic.js';
import {formatLocator} from '../../src/model/locator.js';

/** Longest text shown of one value, in characters. */
const MAX_SHOWN = 60;

/**
 * Facts as a person reads them (STYLE H65), one line each:
 *
 *     span t1/s2 <- s1 tool search 12.5ms error in={"q":"x"} out="none"
 */
export function dumpFacts(facts: readonly Fact[]): string {
  return facts.map(dumpFact).join('\n');
}

function dumpFact(fact: Fact): string {
  switch (fact.kind) {
    case 'trace': {
      const {traceId, ...rest} = fact.trace;
      return `trace ${traceId}${fields(rest)}`;
    }
    case 'span':
      return `span ${dumpSpan(fact.span)}`;
    case 'span-patch':
      return `patch ${fact.traceId}/${fact.spanId}${fields(fact.patch)}`;
    case 'messages': {
      const {base, add, id} = fact.list;
      const from =
        base === undefined
          ? ''
          : ` keep ${String(base.keep)} of ${'id' in base ? String(base.id) : base.spanId}`;
      const head = `messages ${fact.traceId}/${fact.spanId} ${fact.direction} #${String(id)}${from}`;
      return [head, ...add.map(dumpMessage)].join('\n  + ');
    }
    case 'event': {
      const {traceId, spanId, kind, name, ...rest} = fact.event;
      return `event ${traceId}/${spanId ?? ''} ${kind} ${name}${fields(rest)}`;
    }
    case 'link': {
      const {traceId, spanId, linkedTraceId, linkedSpanId, ...rest} = fact.link;
      return `link ${traceId}/${spanId} -> ${linkedTraceId}/${linkedSpanId ?? ''}${fields(rest)}`;
    }
    case 'verdict':
      return `verdict${fields(fact.verdict)}`;
    case 'context-event':
      return `context${fields(fact.event)}`;
    case 'diagnostic':
      return dumpDiagnostic(fact.diagnostic);
    case 'checkpoint':
      return `checkpoint ${show(fact.state)}`;
  }
}

export function dumpDiagnostic({code, severity, message, at, count}: Diagnostic): string {
  const place = at === undefined ? '' : ` at ${formatLocator(at)}`;
  return `${severity} ${code}${place}: ${message}${count === undefined ? '' : ` x${String(count)}`}`;
}

function dumpSpan(span: SpanDraft): string {
  const {traceId, spanId, parentId, kind, name, startUs, endUs, ...rest} = span;
  const parent = parentId === undefined ? '' : ` <- ${parentId}`;
  return `${traceId}/${spanId}${parent} ${kind} ${name}${dumpTimes(startUs, endUs)}${fields(rest)}`;
}

function dumpTimes(startUs: number | undefined, endUs: number | undefined): string {
  if (startUs === undefined) return endUs === undefined ? '' : ` ?..${String(endUs)}us`;
  if (endUs === undefined) return ` ${String(startUs)}us..?`;
  return ` ${String(startUs)}us+${String((endUs - startUs) / 1000)}ms`;
}

function dumpMessage({role, parts, name, synthetic}: Message): string {
  const who = name === undefined ? role : `${role}(${name})`;
  return `${who}${synthetic === true ? ' synthetic' : ''}: ${parts.map(dumpPart).join(' | ')}`;
}

function dumpPart(part: MessagePart): string {
  switch (part.kind) {
    case 'text':
    case 'reasoning':
      return `${part.kind} ${show(part.text)}`;
    case 'tool-call':
    case 'tool-result':
    case 'media':
    case 'other': {
      const {kind, ...rest} = part;
      return `${kind}${fields(rest)}`;
    }
  }
}

function fields(object: object): string {
  let out = '';
  for (const [key, value] of Object.entries(object)) {
    if (value !== undefined) out += ` ${key}=${show(value)}`;
  }
  return out;
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}...(${String(text.length)})`;
}
