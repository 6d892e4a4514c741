import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect} from '@jest/globals';
import type {Fact, Message, MessagePart, SpanDraft, TraceParser} from '../../../../parsers/api.js';
import {parser as jaeger} from '../../../../parsers/jaeger/index.js';
import {parser as langsmith} from '../../../../parsers/langsmith/index.js';
import {parser as mlflow} from '../../../../parsers/mlflow/index.js';
import {parser as openaiAgents} from '../../../../parsers/openai-agents/index.js';
import {parser as otlpJson} from '../../../../parsers/otlp-json/index.js';
import {parser as phoenix} from '../../../../parsers/phoenix/index.js';
import {collectFacts, sourceFromFile} from '../../../helpers/record-source.js';
import {hasShared, sharedDir, testWithShared} from '../../../helpers/shared.js';
import {canonical, saidCall, saidText} from './plain-span.js';
import {READERS, distinct} from './readers.js';

const PARSERS: Readonly<Record<keyof typeof READERS, TraceParser>> = {
  'otlp-json': otlpJson,
  jaeger,
  phoenix,
  mlflow,
  'openai-agents': openaiAgents,
  langsmith,
};

for (const [format, read] of Object.entries(READERS)) {
  const folder = join(sharedDir, 'data', format);
  const names = hasShared ? readdirSync(folder).filter((name) => /\.jsonl?$/.test(name)) : [];
  describe(format, () => {
    for (const name of names.length === 0 ? ['(none)'] : names.sort()) {
      testWithShared(`${name} says the same to a plain reader`, async () => {
        const path = join(folder, name);
        const plain = read(readFileSync(path, 'utf8'));
        const {facts} = await collectFacts(
          PARSERS[format as keyof typeof READERS],
          await sourceFromFile(path),
        );
        const spans = merge(facts);
        const parents = Object.fromEntries(plain.map(({id, parent}) => [id, parent]));
        expect(Object.fromEntries(spans.map((s) => [s.spanId, s.parentId ?? null]))).toEqual(
          parents,
        );
        const failed = spans.filter((span) => span.status === 'error').map((span) => span.spanId);
        expect(distinct(failed)).toEqual(distinct(plain.filter((s) => s.failed).map((s) => s.id)));
        expect(distinct(saidIn(facts))).toEqual(distinct(plain.flatMap(({said}) => said)));
        const calls = spans.filter(({kind}) => kind === 'tool' || kind === 'retriever');
        const args = calls.flatMap(({input}) => (input === undefined ? [] : [canonical(input)]));
        expect(distinct(args)).toEqual(distinct(plain.flatMap((span) => span.args ?? [])));
        const results = calls.flatMap(({output}) =>
          output === undefined ? [] : [canonical(output)],
        );
        expect(distinct(results)).toEqual(distinct(plain.flatMap((span) => span.result ?? [])));
      });
    }
  });
}

function merge(facts: readonly Fact[]): readonly SpanDraft[] {
  const spans = new Map<string, SpanDraft>();
  for (const fact of facts) {
    if (fact.kind === 'span') spans.set(`${fact.span.traceId}/${fact.span.spanId}`, fact.span);
    if (fact.kind !== 'span-patch') continue;
    const key = `${fact.traceId}/${fact.spanId}`;
    const span = spans.get(key);
    if (span !== undefined) spans.set(key, {...span, ...fact.patch});
  }
  return [...spans.values()];
}

function saidIn(facts: readonly Fact[]): readonly string[] {
  return facts.flatMap((fact) => (fact.kind === 'messages' ? fact.list.add.flatMap(sayAll) : []));
}

function sayAll({role, parts}: Message): readonly string[] {
  return parts.map((part) => say(role, part));
}

function say(role: string, part: MessagePart): string {
  switch (part.kind) {
    case 'text':
      return saidText(role, part.text);
    case 'tool-call':
      return saidCall(part.name, part.args);
    case 'tool-result':
      return `result ${canonical(part.result)}`;
    case 'reasoning':
    case 'media':
    case 'other':
      return `part ${canonical(part)}`;
  }
}
