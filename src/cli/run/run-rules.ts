import {detectors} from '../../detect/registry.js';
import {line, span, type Line} from '../../text/spans.js';
import {literal, show, visible} from '../../text/visible.js';
import {wrapLine} from '../../text/wrap.js';
import {readFlag} from '../arguments.js';
import type {RunCommand} from '../command.js';
import {EXIT} from '../exit-code.js';
import {writeJson} from '../json-output.js';
import {printLines} from '../view/print-lines.js';

const INDENT = 2;
const MAX_LINES = 6;

export const run: RunCommand = async ({args, output}) => {
  if (readFlag(args, 'json')) {
    const rules = detectors.map(({id, version, title, flags, ignores, thresholds}) => ({
      id,
      version,
      title,
      flags,
      ignores,
      thresholds,
    }));
    await writeJson(output, 'rules', {rules});
  } else {
    await printLines(output, toLines(output.width));
  }
  return EXIT.done;
};

function* toLines(width: number): Generator<Line> {
  for (const detector of detectors) {
    yield [span('strong', visible(detector.id)), span('muted', show`  ${visible(detector.title)}`)];
    yield* wrap(`reports ${detector.flags}`, width);
    for (const ignored of detector.ignores) yield* wrap(`not ${ignored}`, width);
    for (const [name, {default: value, unit, reason}] of Object.entries(detector.thresholds)) {
      yield* wrap(`${name} = ${value} ${unit}: ${reason}`, width);
    }
    yield line('plain', literal(''));
  }
}

function* wrap(text: string, width: number): Generator<Line> {
  for (const part of wrapLine(visible(text), width - INDENT, MAX_LINES)) {
    yield line('plain', show`  ${part}`);
  }
}
