import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect} from '@jest/globals';
import {parser} from '../../../parsers/managed-agents/index.js';
import {collectFacts, headOf, sourceFromFile} from '../../helpers/record-source.js';
import {hasShared, sharedDir, testWithShared} from '../../helpers/shared.js';
import {describeFuzz, describeSamples} from '../common/parser-checks.js';

describeSamples(parser);
describeFuzz(parser);

interface RawEvent {
  readonly type: string;
  readonly id: string;
  readonly input?: unknown;
  readonly is_error?: boolean;
  readonly model_usage?: {readonly [key: string]: number};
}

const folder = join(sharedDir, 'data/provider-logs');

describe('real sessions against an independent reader', () => {
  const names = hasShared ? readdirSync(folder).filter((name) => name.includes('managed')) : [];
  for (const name of names) {
    testWithShared(name, async () => {
      const path = join(folder, name);
      const source = await sourceFromFile(path, {name: 'unknown'});
      expect(parser.sniff(headOf(source)).match).toBe('yes');
      const events = readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line) as [string, RawEvent])
        .filter(([method]) => method.endsWith('.stream'))
        .map(([, event]) => event);
      const {facts, present, read, refused} = await collectFacts(parser, source);
      expect([read, refused]).toEqual([present, 0]);
      expect(facts.filter((fact) => fact.kind === 'diagnostic')).toEqual([]);
      const spans = facts.flatMap((fact) => (fact.kind === 'span' ? [fact.span] : []));
      const patches = facts.flatMap((fact) => (fact.kind === 'span-patch' ? [fact.patch] : []));
      const uses = events.filter(({type}) => /tool_use$/.test(type));
      const tools = spans.filter((span) => span.kind === 'tool');
      expect(tools.map(({spanId, input}) => [spanId, input])).toEqual(
        uses.map(({id, input}) => [id, input]),
      );
      const ends = events.filter(({type}) => type === 'span.model_request_end');
      expect(spans.filter((span) => span.kind === 'llm')).toHaveLength(ends.length);
      const input = ends.map(({model_usage: u}) =>
        ['input_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'].reduce(
          (total, key) => total + (u?.[key] ?? 0),
          0,
        ),
      );
      expect(patches.flatMap(({usage}) => usage?.inputTokens ?? [])).toEqual(input);
      const failed = events.filter((event) => event.is_error === true).length;
      expect(patches.filter(({status}) => status === 'error')).toHaveLength(failed);
    });
  }
});
