import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {parser} from '../../../parsers/jaeger/index.js';
import {collectFacts, headOf, sourceFromFile} from '../../helpers/record-source.js';
import {hasShared, sharedDir, testWithShared} from '../../helpers/shared.js';
import {countFacts, readCounts, toCounts} from '../common/otel-counts.js';

describe('counts made independently over the raw files', () => {
  if (!hasShared) test.skip('skipped: ../shared is absent', () => undefined);
  for (const row of hasShared ? readCounts('jaeger') : []) {
    testWithShared(row.file, async () => {
      const source = await sourceFromFile(join(sharedDir, 'data', row.file));
      const head = headOf(source);
      const {facts, present, read, refused} = await collectFacts(parser, source);
      expect(read + refused).toBe(present);
      if (row.spans > 0) expect(parser.sniff(head).match).toBe('yes');
      const counts = countFacts(facts);
      // Agents are null where the spans leave it open which of them are one instance.
      const agents = row.agents === null ? null : counts.agents;
      expect({...counts, agents}).toEqual(toCounts(row));
    });
  }
});
