import {expect, test} from '@jest/globals';
import {parser} from '../../../parsers/openmanus/index.js';
import {collectFacts, sourceFromText} from '../../helpers/record-source.js';
import {describeDetected} from '../common/maybe-samples.js';
import {describeTextFuzz} from '../common/text-fuzz.js';

describeDetected(parser);
describeTextFuzz(parser);

const stamp = '2025-04-01 01:27:47.939 | INFO     | app.agent.toolcall:think:81 - ';

test('tokens are those of the call, never the running totals; a call whose reply is not printed counts', async () => {
  const lines = [1, 2, 3].map(
    (n) =>
      `${stamp}Token usage: Input=${String(n * 10)}, Completion=${String(n)}, Cumulative Input=999, Cumulative Completion=99, Total=1, Cumulative Total=1098`,
  );
  const text = [lines[0], `${stamp}✨ Manus's thoughts: one`, lines[1], lines[2]].join('\n');
  const {facts} = await collectFacts(parser, sourceFromText(text));
  const usages = facts.flatMap((fact) =>
    fact.kind === 'span' && fact.span.kind === 'llm' ? [fact.span.usage] : [],
  );
  expect(usages.map((usage) => [usage?.inputTokens, usage?.outputTokens])).toEqual([
    [10, 1],
    [20, 2],
    [30, 3],
  ]);
});
