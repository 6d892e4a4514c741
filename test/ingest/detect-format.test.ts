import {expect, test} from '@jest/globals';
import {parsers} from '../../parsers/index.js';
import {detectFormat} from '../../src/ingest/detect-format.js';
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
  expect(refusal('{"traceID":"a","operationName":"b"}')).toContain('nearest: jaeger');
  expect(refusal('{"sessionId":"a","uuid":"b"}\n{"sessionId":"a","uuid":"c"}\n')).toContain(
    'nearest: claude-code',
  );
});
