import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {parser} from '../../../parsers/claude-code/index.js';
import {collectFacts, headOf, sourceFromText} from '../../helpers/record-source.js';

const TYPES = ['user', 'assistant', 'system', 'progress', 'attachment', 'result', 'summary', 'x'];
const KEYS = [
  'uuid',
  'parentUuid',
  'sessionId',
  'agentId',
  'isSidechain',
  'timestamp',
  'message',
  'content',
  'data',
  'subtype',
  'toolUseResult',
  'usage',
  'id',
  'tool_use_id',
  'forkedFrom',
  'isCompactSummary',
  '__proto__',
];

/** Lines with the right keys and wrong values: what a half-written or foreign log looks like. */
const {node} = fc.letrec<{node: unknown}>((tie) => ({
  node: fc.oneof(
    {depthSize: 'small', withCrossShrink: true},
    fc.constantFrom(null, true, 0, 1.5, '', 'tool_use', 'tool_result', 'agent_progress', 'a1'),
    fc.constantFrom('2026-01-01T00:00:00Z', 'not a time', 'compact_boundary', 'init'),
    fc.array(tie('node'), {maxLength: 3}),
    fc.dictionary(fc.constantFrom(...KEYS, 'type', 'input', 'name'), tie('node'), {maxKeys: 5}),
  ),
}));

const line = fc
  .tuple(fc.constantFrom(...TYPES), fc.dictionary(fc.constantFrom(...KEYS), node, {maxKeys: 9}))
  .map(([type, fields]) => JSON.stringify({...fields, type}));

test('any line is read or refused, never thrown at', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, {maxLength: 12}), async (lines) => {
      const source = sourceFromText(`${lines.join('\n')}\n`);
      expect(['yes', 'maybe', 'no']).toContain(parser.sniff(headOf(source)).match);
      const {present, read, refused} = await collectFacts(parser, source);
      expect(read + refused).toBe(present);
    }),
    {seed: 7, numRuns: 400},
  );
});
