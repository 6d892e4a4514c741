import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from '@jest/globals';
import {parser} from '../../../parsers/magentic-one/index.js';
import {collectFacts, headOf, sourceFromFile} from '../../helpers/record-source.js';
import {sharedDir, testWithShared} from '../../helpers/shared.js';
import {mergeFacts} from '../claude-code/merged.js';
import {countAgentFacts, pickStated, readStated, toStated} from '../common/agent-counts.js';
import {findClaimed} from '../common/sniff-others.js';

const file = 'autogen/magentic-one-dreamteam/log_a.jsonl';

interface RawLine {
  readonly type: string;
  readonly source?: string;
  readonly message?: string;
}

testWithShared('counts, ledgers and hand-offs agree with an independent reading', async () => {
  const path = join(sharedDir, 'data', file);
  const source = await sourceFromFile(path, {name: 'unknown'});
  expect(parser.sniff(headOf(source)).match).toBe('yes');
  const {facts, present, read, refused, diagnostics} = await collectFacts(parser, source);
  expect({read, refused, diagnostics}).toEqual({read: present, refused: 0, diagnostics: []});
  for (const row of readStated(file)) {
    expect(pickStated(countAgentFacts(facts), row)).toEqual(toStated(row));
  }
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const raw = lines.map((line) => JSON.parse(line) as RawLine);
  const verdicts = facts.flatMap((fact) => (fact.kind === 'verdict' ? [fact.verdict] : []));
  const ledgers = verdicts.filter(({saidBy}) => saidBy === 'Magentic-One ledger');
  const rawLedgers = raw.filter(({message}) => message?.startsWith('Updated Ledger:') === true);
  expect(ledgers).toHaveLength(rawLedgers.length);
  const satisfied = rawLedgers.filter(({message}) =>
    /"is_request_satisfied": \{[^}]*"answer": true/.test(message ?? ''),
  );
  expect(ledgers.filter(({kind}) => kind === 'success')).toHaveLength(satisfied.length);
  const spans = [...mergeFacts([facts]).spans.values()];
  const handoffs = spans.filter(({kind}) => kind === 'handoff');
  const asked = raw.filter(({source: from}) => from?.startsWith('Orchestrator (-> ') === true);
  expect(handoffs.map(({input}) => input)).toEqual(asked.map(({message}) => message));
  const answered = raw.filter(({source: from}) => from === 'Coder' || from === 'Executor');
  expect(handoffs.map(({output}) => output)).toEqual(answered.map(({message}) => message));
});

testWithShared(
  'no other real file is claimed',
  async () => {
    expect(await findClaimed(parser)).toEqual([file]);
  },
  60_000,
);
