import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from '@jest/globals';
import {parser} from '../../../parsers/openai-agents/index.js';
import {collectFacts, sourceFromFile} from '../../helpers/record-source.js';
import {sharedDir, testWithShared} from '../../helpers/shared.js';
import {describeCounts, describeFuzz, describeSamples} from '../common/parser-checks.js';

describeSamples(parser);
describeFuzz(parser);
describeCounts(parser);

interface RawSpan {
  readonly id: string;
  readonly parent_id: string | null;
  readonly span_data: {readonly type: string; readonly name?: string};
  readonly span_data_input?: readonly {readonly role: string; readonly content: string}[];
}

testWithShared('parents, agents and prompts of the real export', async () => {
  const path = join(sharedDir, 'data/openai-agents/dazzaji-traces_2025-06-29_00-23-37.json');
  const raw = JSON.parse(readFileSync(path, 'utf8')) as {traces: {spans: RawSpan[]}[]};
  const rows = raw.traces.flatMap((trace) => trace.spans);
  const {facts} = await collectFacts(parser, await sourceFromFile(path));
  const spans = facts.flatMap((fact) => (fact.kind === 'span' ? [fact.span] : []));
  expect(spans.map((span) => [span.spanId, span.parentId ?? null, span.agentName])).toEqual(
    rows.map((row) => [row.id, row.parent_id, row.span_data.name]),
  );
  const prompts = facts.flatMap((fact) =>
    fact.kind === 'messages' ? fact.list.add.flatMap((message) => message.parts) : [],
  );
  const asked = rows.flatMap((row) => row.span_data_input ?? []);
  expect(prompts).toEqual(asked.map((message) => ({kind: 'text', text: message.content})));
});
