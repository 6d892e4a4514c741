import {expect, test} from '@jest/globals';
import {parsers} from '../../parsers/index.js';
import {detectFormat, findParser} from '../../src/ingest/detect-format.js';
import {headOf, sourceFromText} from '../helpers/record-source.js';

function refusal(text: string): string {
  try {
    return detectFormat(headOf(sourceFromText(text)), parsers).parser.id;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

test('what has none of the keys of any format is near to none', () => {
  expect(refusal('MIT License\n\nPermission is hereby granted\n')).not.toContain('nearest');
  expect(refusal('{"weather":"fine"}')).not.toContain('nearest');
});

test('the nearest format is the one whose deciding keys are there', () => {
  expect(refusal('{"traceID":"a","operationName":"b"}')).toContain('nearest is jaeger');
  // Claude Code and Qwen Code share both keys; either may be named.
  expect(refusal('{"sessionId":"a","uuid":"b"}\n{"sessionId":"a","uuid":"c"}\n')).toMatch(
    /nearest is (claude|qwen)-code/,
  );
});

test('a look-alike is refused with the reason of the parser that knows it', () => {
  const csv = 'example_id,input_question,output_answer,metadata_x\n1,a,b,c\n';
  expect(refusal(csv)).toContain('a Phoenix dataset (example_id, input_*, output_*, metadata_*)');
});

test('a mistyped format is told from its nearest, without the list of all', () => {
  expect(() => findParser('jeager', parsers)).toThrow(
    'unknown format "jeager", did you mean jaeger?',
  );
});
