import {expect, test} from '@jest/globals';
import {UserError} from '../../../src/model/user-error.js';
import {parser} from '../../../parsers/mapped/index.js';
import {parsePath, readPath} from '../../../parsers/mapped/path.js';
import {readMap} from '../../../parsers/mapped/read-map.js';
import {collectFacts, sourceFromText} from '../../helpers/record-source.js';

function complaint(map: string): string {
  try {
    readMap(map);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'no complaint';
}

test('what is wrong in a map is told with line, column and the nearest word', () => {
  const head = 'whatbroke-map: 1\nname: x\n';
  const complaints = [
    complaint(''),
    complaint('name: x'),
    complaint('whatbroke-map: 1\ntrace: id'),
    complaint(`${head}parrent: up`),
    complaint(`${head}zebra: up`),
    complaint(`${head}start: {from: t, unti: ms}`),
    complaint(`${head}start: {from: t, unit: sec}`),
    complaint(`${head}duration: took`),
    complaint(`${head}span: "a..b["`),
    complaint(`${head}span:`),
    complaint(`${head}records: "a b"`),
    complaint(`${head}kind:\n  - {when: t, then: toool}`),
    complaint(`${head}kind:\n  - {when: t, matches: "(", then: tool}`),
    complaint(`${head}kind: [{is: x, then: tool}]`),
    complaint(`${head}tokens: {in: a}`),
    complaint(`${head}name: [`),
  ];
  expect(complaints.join('\n')).toMatchInlineSnapshot(`
   "map, line 1, column 1: the map must have keys: whatbroke-map, records, trace, span, parent, name, session, agent, agentId, model, provider, tool, call, round, finish, input, output, error, text, start, end, duration, status, tokens, messages, kind
   map, line 1, column 1: a map starts with "whatbroke-map: 1"
   map, line 1, column 1: a map needs "name" or "kind": without them all spans look alike
   map, line 3, column 1: unknown key "parrent"; did you mean "parent"?
   map, line 3, column 1: unknown key "zebra"; known are whatbroke-map, records, trace, span, parent, name, session, agent, agentId, model, provider, tool, call, round, finish, input, output, error, text, start, end, duration, status, tokens, messages, kind
   map, line 3, column 18: unknown key "unti"; did you mean "unit"?
   map, line 3, column 24: "start.unit" is "sec", but must be one of auto, iso, s, ms, us, ns; did you mean "s"?
   map, line 3, column 11: "duration" needs a unit: {from: took, unit: ms}
   map, line 3, column 7: the path "a..b[" cannot be read from "..b[" on; write a.b, a[0], a["b.c"], ^.a or .
   map, line 3, column 1: "span" has no value
   map, line 3, column 10: "a b" is no place of records; write keys, [] for any element and {} for any key: traces[].spans[]
   map, line 4, column 21: "kind[0].then" is "toool", but must be one of agent, llm, tool, retriever, embedding, chain, handoff, guardrail, evaluator, other, end, user-turn, skip; did you mean "tool"?
   map, line 4, column 24: "(" is no regular expression (RE2): error parsing regexp: missing closing ): \`(?i)(\`
   map, line 3, column 8: a rule for kinds needs "when" or "else"
   map, line 3, column 10: unknown key "in"; known are input, output, cachedRead, cachedWrite, reasoning, total, inputExcludesCached
   map, line 3, column 1: Map keys must be unique"
  `);
});

test('a parse without a map asks for one', async () => {
  await expect(collectFacts(parser, sourceFromText('{"a":1}\n'))).rejects.toThrow(UserError);
});

test.each([
  ['a.b', 1],
  ['list[0].id', 7],
  ['list[-1].id', 8],
  ['["x.y"]', 'dotted'],
  ['text.inner[1]', 5],
  ['^.outer', 'o'],
  ['^^.outer', 'oo'],
  ['list[5]', undefined],
  ['a.b.c', undefined],
  ['__proto__', undefined],
  ['none', undefined],
])('path %s', (text, expected) => {
  const record = {
    a: {b: 1},
    list: [{id: 7}, {id: 8}],
    'x.y': 'dotted',
    text: '{"inner":[4,5]}',
    none: null,
  };
  const path = parsePath(text);
  if ('problem' in path) throw new Error(path.problem);
  expect(readPath(path, record, [{outer: 'oo'}, {outer: 'o'}])).toBe(expected);
});
