import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {parser} from '../../../parsers/langfuse/index.js';
import {collectFacts, sourceFromFile, sourceFromText} from '../../helpers/record-source.js';
import {hasShared, sharedDir, testWithShared} from '../../helpers/shared.js';
import {describeCounts, describeFuzz, describeSamples} from '../common/parser-checks.js';

describeSamples(parser);
describeFuzz(parser);
describeCounts(parser);

/** Reads a download again, sharing nothing with the parser. */
interface RawObservation {
  readonly id: string;
  readonly type: string;
  readonly name: string | null;
  readonly parentObservationId: string | null;
  readonly level: string;
  readonly input: unknown;
  readonly output: unknown;
}

describe('fields against an independent reader', () => {
  const folder = join(sharedDir, 'data/langfuse');
  for (const name of hasShared ? readdirSync(folder).sort() : []) {
    testWithShared(name, async () => {
      const path = join(folder, name);
      const raw = JSON.parse(readFileSync(path, 'utf8')) as {observations: RawObservation[]};
      const {facts} = await collectFacts(parser, await sourceFromFile(path));
      const spans = facts.flatMap((fact) => (fact.kind === 'span' ? [fact.span] : []));
      const parents = (list: readonly (readonly [string, string | null])[]): unknown =>
        Object.fromEntries([...list].sort(([a], [b]) => a.localeCompare(b)));
      expect(parents(spans.map((span) => [span.spanId, span.parentId ?? null]))).toEqual(
        parents(raw.observations.map((o) => [o.id, o.parentObservationId])),
      );
      const errors = raw.observations.filter((o) => o.level === 'ERROR').map((o) => o.id);
      expect(spans.filter((s) => s.status === 'error').map((s) => s.spanId)).toEqual(errors);
      for (const observation of raw.observations) {
        if (observation.type !== 'TOOL') continue;
        const span = spans.find((s) => s.spanId === observation.id);
        expect(span?.kind).toBe('tool');
        expect(span?.input !== undefined).toBe(observation.input !== null);
        expect(span?.output !== undefined).toBe(observation.output !== null);
      }
      const withMessages = new Set(
        facts.flatMap((fact) => (fact.kind === 'messages' ? [fact.spanId] : [])),
      );
      const calls = spans.filter((span) => span.kind === 'llm').map((span) => span.spanId);
      const said = raw.observations.filter((o) => calls.includes(o.id) && o.input !== null);
      expect(said.map((o) => o.id).filter((id) => !withMessages.has(id))).toEqual([]);
    });
  }
});

test('another tracer is refused by name of the missing key', async () => {
  const {headOf} = await import('../../helpers/record-source.js');
  const head = headOf(sourceFromText('{"resourceSpans":[]}'));
  expect(parser.sniff(head)).toEqual({
    match: 'no',
    reason: 'no observations[] with parentObservationId, and no rows with parent_observation_id',
  });
});
