import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {parser} from '../../../parsers/phoenix/index.js';
import {collectFacts, headOf, sourceFromFile, sourceFromText} from '../../helpers/record-source.js';
import {hasShared, sharedDir, testWithShared} from '../../helpers/shared.js';
import {describeCounts, describeFuzz, describeSamples} from '../common/parser-checks.js';

describeSamples(parser);
describeFuzz(parser);
describeCounts(parser);

const folder = join(sharedDir, 'data/phoenix');

for (const name of hasShared ? readdirSync(folder).filter((n) => n.endsWith('.jsonl')) : []) {
  testWithShared(`parents, errors and prompts of ${name}`, async () => {
    const path = join(folder, name);
    const rows = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string | null>);
    const {facts} = await collectFacts(parser, await sourceFromFile(path));
    const spans = facts.flatMap((fact) => (fact.kind === 'span' ? [fact.span] : []));
    expect(spans.map((span) => [span.spanId, span.parentId, span.name, span.status])).toEqual(
      rows.map((row) => [
        row['context.span_id'],
        row.parent_id,
        row.name,
        row.status_code?.toLowerCase(),
      ]),
    );
    const prompts = facts.flatMap((fact) =>
      fact.kind === 'messages' && fact.direction === 'in' ? [fact.spanId] : [],
    );
    const asked = rows.filter(
      (row) => row.span_kind === 'LLM' && row['attributes.input.value'] !== null,
    );
    expect(prompts).toEqual(asked.map((row) => row['context.span_id']));
    const replies = facts.flatMap((fact) =>
      fact.kind === 'messages' && fact.direction === 'out' ? fact.list.add[0]?.parts[0]?.kind : [],
    );
    expect(replies).toEqual(asked.map(() => 'text'));
    const results = spans.filter((span) => span.kind === 'retriever' && span.output !== undefined);
    const retrieved = rows.filter((row) => row.span_kind === 'RETRIEVER');
    expect(results).toHaveLength(retrieved.length);
  });
}

testWithShared('the dataset download is refused with the reason', async () => {
  const source = await sourceFromFile(join(folder, '21_08_2025_corpus_2.csv'));
  const {match, reason} = parser.sniff(headOf(source));
  expect(match).toBe('no');
  expect(reason).toContain('a Phoenix dataset (example_id');
});

test('a dataset as JSON lines is refused with the reason', () => {
  const line = {example_id: 'x', input: {q: 1}, output: {a: 2}, metadata: {}};
  const {match, reason} = parser.sniff(headOf(sourceFromText(JSON.stringify(line))));
  expect(match).toBe('no');
  expect(reason).toContain('a Phoenix dataset');
});
