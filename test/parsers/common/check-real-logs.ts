import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import type {TraceParser} from '../../../parsers/api.js';
import {collectFacts, headOf, sourceFromFile, sourceFromText} from '../../helpers/record-source.js';
import {hasShared, sharedDir, testWithShared} from '../../helpers/shared.js';
import {countFacts, readCounts, toCounts} from './otel-counts.js';

/** Opens every real log of a format under no name and compares with counts made independently. */
export function describeRealLogs(parser: TraceParser, format: string): void {
  describe(`${format}: counts made independently over the raw files`, () => {
    if (!hasShared) test.skip('skipped: ../shared is absent', () => undefined);
    for (const row of hasShared ? readCounts(format) : []) {
      testWithShared(row.file, async () => {
        const source = await sourceFromFile(join(sharedDir, 'data', row.file));
        const unnamed = sourceFromText(source.bytes, {name: 'unknown'});
        expect(parser.sniff(headOf(unnamed)).match).toBe('yes');
        const {facts, diagnostics, present, read} = await collectFacts(parser, source);
        expect(read).toBe(present);
        expect(diagnostics).toEqual([]);
        const counts = countFacts(facts);
        // Agents are null where the spans leave it open which of them are one instance.
        const agents = row.agents === null ? null : counts.agents;
        expect({...counts, agents}).toEqual(toCounts(row));
      });
    }
  });
}
