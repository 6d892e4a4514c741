import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect} from '@jest/globals';
import {parser} from '../../../parsers/provider-logs/index.js';
import {collectFacts, headOf, sourceFromFile} from '../../helpers/record-source.js';
import {hasShared, sharedDir, testWithShared} from '../../helpers/shared.js';
import {describeFuzz, describeSamples} from '../common/parser-checks.js';

describeSamples(parser);
describeFuzz(parser);

interface RawLine {
  readonly request: {readonly uri: string};
  readonly response: {
    readonly status: number;
    readonly body: {
      readonly usage?: {readonly [key: string]: number};
      readonly choices?: readonly {
        readonly message: {readonly tool_calls?: readonly {id: string}[]};
      }[];
    };
  };
}

const folder = join(sharedDir, 'data/provider-logs');

describe('real logs against an independent reader', () => {
  const names = hasShared ? readdirSync(folder).filter((name) => name.startsWith('vcr-')) : [];
  for (const name of names) {
    testWithShared(name, async () => {
      const path = join(folder, name);
      const source = await sourceFromFile(path, {name: 'unknown'});
      expect(parser.sniff(headOf(source)).match).toBe('yes');
      const lines = readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as RawLine)
        .filter(({request}) => /openai|anthropic/.test(request.uri));
      const {facts, present, read, refused} = await collectFacts(parser, source);
      expect([read + refused, refused]).toEqual([present, 0]);
      const spans = facts.flatMap((fact) => (fact.kind === 'span' ? [fact.span] : []));
      const calls = spans.filter((span) => span.kind === 'llm');
      expect(calls).toHaveLength(lines.length);
      const failed = lines.filter(({response}) => response.status >= 400).length;
      expect(calls.filter((span) => span.status === 'error')).toHaveLength(failed);
      const bodies = lines.map(({response}) => response.body).filter((b) => typeof b === 'object');
      const output = bodies.map(({usage}) => usage?.completion_tokens ?? usage?.output_tokens ?? 0);
      const counted = calls.filter((_, index) => typeof lines[index]?.response.body === 'object');
      expect(counted.map((span) => span.usage?.outputTokens ?? 0)).toEqual(output);
      expect(calls.filter((c) => c.status === 'ok').every((c) => c.usage !== undefined)).toBe(true);
      const ids = bodies.flatMap(({choices}) =>
        (choices ?? []).flatMap(({message}) => (message.tool_calls ?? []).map(({id}) => id)),
      );
      const tools = spans.filter((span) => span.kind === 'tool');
      expect(tools.map((span) => span.toolCallId)).toEqual(ids);
      const answered = facts.filter((fact) => fact.kind === 'span-patch').length;
      expect(answered).toBe(ids.length);
    });
  }
});

testWithShared('members of a team stand under the calls that delegated to them', async () => {
  const source = await sourceFromFile(join(folder, 'vcr-agno-team-coordinate.reqresp.jsonl'));
  const {facts} = await collectFacts(parser, source);
  const spans = facts.flatMap((fact) => (fact.kind === 'span' ? [fact.span] : []));
  const agents = spans.filter((span) => span.kind === 'agent');
  const parents = agents.map(({parentId}) => spans.find((s) => s.spanId === parentId)?.toolName);
  expect(parents).toEqual([undefined, 'delegate_task_to_member', 'delegate_task_to_member']);
  expect(new Set(spans.map((span) => span.traceId)).size).toBe(1);
});
