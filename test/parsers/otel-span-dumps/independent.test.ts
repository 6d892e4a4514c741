import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from '@jest/globals';
import {parser} from '../../../parsers/otel-span-dumps/index.js';
import {collectFacts, sourceFromFile} from '../../helpers/record-source.js';
import {sharedDir, testWithShared} from '../../helpers/shared.js';

interface RawSpan {
  readonly span_id?: string;
  readonly spanId?: string;
  readonly parent_span_id?: string | null;
  readonly parentSpanId?: string;
  readonly status: {readonly code: string};
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Shares no code with the parser: the raw files are plain JSON lists. */
testWithShared('parents, errors and tool arguments as a plain reader finds them', async () => {
  const folder = join(sharedDir, 'data/otel-span-dumps');
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const raw = JSON.parse(readFileSync(path, 'utf8')) as readonly RawSpan[];
    const {facts} = await collectFacts(parser, await sourceFromFile(path));
    const spans = facts.flatMap((fact) => (fact.kind === 'span' ? [fact.span] : []));
    const found = spans.map(({spanId, parentId, status}) => [spanId, parentId, status === 'error']);
    expect(found).toEqual(
      raw.map((span) => [
        span.span_id ?? span.spanId,
        span.parent_span_id ?? span.parentSpanId,
        span.status.code === 'ERROR',
      ]),
    );
    raw.forEach(({attributes}, index) => {
      const text =
        attributes['gen_ai.tool.call.arguments'] ??
        (attributes['openinference.span.kind'] === 'TOOL' ? attributes['input.value'] : undefined);
      if (typeof text !== 'string' || spans[index]?.kind !== 'tool') return;
      const given: unknown = JSON.parse(text);
      const {args, kwargs} = given as {args?: readonly unknown[]; kwargs?: unknown};
      // smolagents writes Python's positional and named arguments.
      const expected = args === undefined || args.length > 0 ? given : kwargs;
      const input: unknown = spans[index].input;
      if (args === undefined || args.length === 0) expect(input).toEqual(expected);
    });
  }
});
