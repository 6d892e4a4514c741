import {appendFileSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {parser as grok} from '../../parsers/grok/index.js';
import {ingest} from '../../src/ingest/ingest.js';
import type {FactSink} from '../../src/ingest/sink.js';
import {CaseWriter} from '../../src/store/case-writer.js';
import {MemorySink} from '../helpers/memory-sink.js';
import {tempDir} from '../helpers/temp-dir.js';

const dir = tempDir();
const LINE = '{"type":"user","content":"hello"}\n';
const title = (text: string): string => JSON.stringify({generated_title: text});

async function readKind(sink: FactSink, path: string): Promise<string | undefined> {
  const {signal} = new AbortController();
  const {sources} = await ingest({paths: [path], sink, parsers: [grok], signal, format: 'grok'});
  return sources[0]?.kind;
}

/** A session of a parser that reads a file beside its own; the rules are those of any sink. */
describe.each([
  ['in memory', (): FactSink => new MemorySink()],
  ['in a case', (): FactSink => CaseWriter.open(':memory:')],
])('a file beside a source, %s', (_, makeSink) => {
  test('is read again when it changes, appears or goes away, and not otherwise', async () => {
    const folder = mkdtempSync(join(dir, 'session-'));
    const log = join(folder, 'chat-history.jsonl');
    const summary = join(folder, 'summary.json');
    const sink = makeSink();
    writeFileSync(log, LINE);
    expect(await readKind(sink, log)).toBe('new');
    expect(await readKind(sink, log)).toBe('unchanged');
    writeFileSync(summary, title('one'));
    expect(await readKind(sink, log)).toBe('rewritten');
    expect(await readKind(sink, log)).toBe('unchanged');
    writeFileSync(summary, title('two'));
    expect(await readKind(sink, log)).toBe('rewritten');
    writeFileSync(join(folder, 'other.json'), '{}');
    expect(await readKind(sink, log)).toBe('unchanged');
    rmSync(summary);
    expect(await readKind(sink, log)).toBe('rewritten');
    expect(await readKind(sink, log)).toBe('unchanged');
  });

  test('a source that grows while its sibling changes is read from the start', async () => {
    const folder = mkdtempSync(join(dir, 'session-'));
    const log = join(folder, 'chat-history.jsonl');
    const sink = makeSink();
    writeFileSync(log, LINE);
    writeFileSync(join(folder, 'summary.json'), title('one'));
    expect(await readKind(sink, log)).toBe('new');
    appendFileSync(log, LINE);
    writeFileSync(join(folder, 'summary.json'), title('two'));
    expect(await readKind(sink, log)).toBe('rewritten');
    expect(await readKind(sink, log)).toBe('unchanged');
  });
});
