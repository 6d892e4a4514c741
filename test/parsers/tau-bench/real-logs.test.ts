import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {parser} from '../../../parsers/tau-bench/index.js';
import {collectFacts, headOf, sourceFromFile} from '../../helpers/record-source.js';
import {hasShared, sharedDir, testWithShared} from '../../helpers/shared.js';
import {mergeFacts} from '../claude-code/merged.js';
import {countAgentFacts, pickStated, readStated, toStated} from '../common/agent-counts.js';
import {ALL_FILES_MS, findClaimed} from '../common/sniff-others.js';

const data = join(sharedDir, 'data');

interface RawRun {
  readonly reward: number;
  readonly traj: readonly {
    readonly tool_call_id?: string;
    readonly content: string | null;
    readonly tool_calls?: readonly {
      readonly id: string;
      readonly function: {readonly arguments: string};
    }[];
  }[];
}

describe('counts made independently over the raw files', () => {
  if (!hasShared) test.skip('skipped: ../shared is absent', () => undefined);
  for (const row of hasShared ? readStated('tau-bench/') : []) {
    testWithShared(row.file, async () => {
      const source = await sourceFromFile(join(data, row.file), {name: 'unknown'});
      expect(parser.sniff(headOf(source)).match).toBe('yes');
      const {facts, present, read, diagnostics} = await collectFacts(parser, source);
      expect({read, diagnostics}).toEqual({read: present, diagnostics: []});
      expect(pickStated(countAgentFacts(facts), row)).toEqual(toStated(row));

      const runs = JSON.parse(readFileSync(join(data, row.file), 'utf8')) as RawRun[];
      const tools = [...mergeFacts([facts]).spans.values()].filter((span) => span.kind === 'tool');
      const expected = runs.flatMap(({traj}) =>
        traj.flatMap(({tool_calls: calls = []}, index) =>
          calls.map((call) => ({
            input: JSON.parse(call.function.arguments) as unknown,
            output: traj.slice(index).find(({tool_call_id: id}) => id === call.id)?.content,
          })),
        ),
      );
      expect(tools.map(({input, output}) => ({input, output}))).toEqual(expected);
      const rewards = facts.flatMap((fact) =>
        fact.kind === 'verdict' && fact.verdict.kind === 'reward' ? [fact.verdict.value] : [],
      );
      expect(rewards).toEqual(runs.map(({reward}) => reward));
    });
  }
});

testWithShared(
  'no other real file is claimed',
  async () => {
    expect(await findClaimed(parser)).toEqual(['tau-bench/gpt-4o-airline.task-mod3-eq0.json']);
  },
  ALL_FILES_MS,
);
