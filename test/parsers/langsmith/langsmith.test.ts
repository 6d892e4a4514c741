import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from '@jest/globals';
import {parser} from '../../../parsers/langsmith/index.js';
import {collectFacts, sourceFromFile} from '../../helpers/record-source.js';
import {hasShared, sharedDir, testWithShared} from '../../helpers/shared.js';
import {describeCounts, describeFuzz, describeSamples} from '../common/parser-checks.js';

describeSamples(parser);
describeFuzz(parser);
describeCounts(parser);

interface RawRun {
  readonly inputs?: {
    readonly messages: readonly {readonly role: string; readonly content: string}[];
  };
  readonly outputs: {
    readonly choices: readonly {readonly message: {readonly content: string | null}}[];
  };
}

/** Reads a payload again, sharing nothing with the parser. */
const folder = join(sharedDir, 'data/langsmith');
for (const name of hasShared ? readdirSync(folder).sort() : []) {
  testWithShared(`messages of ${name}`, async () => {
    const path = join(folder, name);
    const raw = JSON.parse(readFileSync(path, 'utf8')) as {post: RawRun[]; patch: RawRun[]};
    const {facts} = await collectFacts(parser, await sourceFromFile(path));
    const texts = (direction: 'in' | 'out'): readonly unknown[] =>
      facts.flatMap((fact) =>
        fact.kind === 'messages' && fact.direction === direction
          ? fact.list.add.map(({role, parts}) => ({
              role,
              text: parts.map((part) => (part.kind === 'text' ? part.text : part.kind)).join(''),
            }))
          : [],
      );
    expect(texts('in')).toEqual(
      raw.post
        .flatMap((run) => run.inputs?.messages ?? [])
        .map((m) => ({role: m.role, text: m.content})),
    );
    const replies = raw.patch.flatMap((run) => run.outputs.choices);
    expect(texts('out')).toEqual(
      replies.map((choice) => ({role: 'assistant', text: choice.message.content ?? ''})),
    );
  });
}
