import {join} from 'node:path';
import {expect} from '@jest/globals';
import {parsers} from '../../parsers/index.js';
import {ingest} from '../../src/ingest/ingest.js';
import {MemorySink} from '../helpers/memory-sink.js';
import {sharedDir, testWithShared} from '../helpers/shared.js';

testWithShared(
  'real folders: every record is read or refused, and a second ingest finds nothing new',
  async () => {
    for (const folder of ['otlp-json', 'jaeger', 'claude-code']) {
      const sink = new MemorySink();
      const {signal} = new AbortController();
      const options = {paths: [join(sharedDir, 'data', folder)], sink, parsers, signal};
      const {sources} = await ingest(options);
      expect(sources.length).toBeGreaterThan(0);
      for (const {path, counts, diagnostics} of sources) {
        const {read, refused, present} = counts;
        expect({path, sum: read + refused}).toEqual({path, sum: present});
        expect(diagnostics.map(({code}) => code)).not.toContain('count-mismatch');
      }
      const again = await ingest(options);
      expect(new Set(again.sources.map(({kind}) => kind))).toEqual(new Set(['unchanged']));
      expect(again.sources.map(({counts}) => counts)).toEqual(sources.map(({counts}) => counts));
    }
  },
  120_000,
);
