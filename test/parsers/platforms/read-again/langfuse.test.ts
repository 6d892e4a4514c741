import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect} from '@jest/globals';
import {parser} from '../../../../parsers/langfuse/index.js';
import {collectFacts, sourceFromFile} from '../../../helpers/record-source.js';
import {hasShared, sharedDir, testWithShared} from '../../../helpers/shared.js';
import {fields, list, open, text} from './plain-span.js';
import {distinct} from './readers.js';

/** Texts under these names are said to a model or by it; everything below them is looked at. */
const SAID = /^(?:content|text|prompt|system|system_instruction|instructions)$/;
const NOT_SAID = /tools|schema|description|metadata|logprobs/;

/** Input and output come in as many shapes as there are frameworks: the texts in them, wherever they stand. */
function textsIn(root: unknown): readonly string[] {
  const found: string[] = [];
  const pending: {readonly value: unknown; readonly isSaid: boolean}[] = [
    {value: root, isSaid: true},
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const value = next.isSaid ? open(next.value) : next.value;
    if (typeof value === 'string' && next.isSaid && value !== '') found.push(value);
    for (const item of list(value)) pending.push({value: item, isSaid: next.isSaid});
    for (const [name, item] of Object.entries(fields(value))) {
      if (!NOT_SAID.test(name)) pending.push({value: item, isSaid: SAID.test(name)});
    }
  }
  return found;
}

describe('langfuse', () => {
  const folder = join(sharedDir, 'data/langfuse');
  for (const name of hasShared ? readdirSync(folder).sort() : ['(none)']) {
    testWithShared(
      `${name}: what the model calls say is there, and nothing that the file has not`,
      async () => {
        const path = join(folder, name);
        const raw = JSON.parse(readFileSync(path, 'utf8')) as unknown;
        const {facts} = await collectFacts(parser, await sourceFromFile(path));
        const calls = new Set(
          facts.flatMap((f) => (f.kind === 'span' && f.span.kind === 'llm' ? [f.span.spanId] : [])),
        );
        const said = facts.flatMap((fact) =>
          fact.kind === 'messages' ? fact.list.add.flatMap((message) => message.parts) : [],
        );
        const ours = new Set(
          said.flatMap((part) => {
            if (part.kind === 'text') return [part.text];
            return part.kind === 'tool-result' && typeof part.result === 'string'
              ? [part.result]
              : [];
          }),
        );
        const observations = list(fields(raw).observations).map(fields);
        const theirs = observations
          .filter((observation) => calls.has(text(observation.id)))
          .flatMap(({input, output}) => [...textsIn(input), ...textsIn(output)]);
        expect(distinct(theirs.filter((said) => !ours.has(said))).values).toEqual([]);
        const everything = observations.map((o) =>
          JSON.stringify([open(o.input), open(o.output), open(o.metadata)]),
        );
        const foreign = [...ours].filter((said) => {
          const once = JSON.stringify(said).slice(1, -1);
          const twice = JSON.stringify(once).slice(1, -1);
          return !everything.some((all) => all.includes(once) || all.includes(twice));
        });
        expect(foreign).toEqual([]);
      },
    );
  }
});
