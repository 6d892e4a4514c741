import {resolve} from 'node:path';
import {formatsInOrder} from '../../ingest/formats-in-order.js';
import {span, type Line} from '../../text/spans.js';
import {line} from '../../text/spans.js';
import {literal, show, visible} from '../../text/visible.js';
import {wrapLine} from '../../text/wrap.js';
import {readFlag, readText} from '../arguments.js';
import type {RunCommand} from '../command.js';
import {EXIT} from '../exit-code.js';
import {writeJson} from '../json-output.js';
import {printLines} from '../view/print-lines.js';
import {describeFormat, lookAtSample} from './look-at-sample.js';

const INDENT = 2;
const MAX_LINES = 6;

export const run: RunCommand = async ({args, output, cwd}) => {
  const sample = readText(args, 'sample');
  if (sample !== undefined) {
    const looked = await lookAtSample(resolve(cwd, sample), sample);
    if (readFlag(args, 'json')) await writeJson(output, 'formats', {sample: looked});
    else if (looked.map !== undefined) await output.data(looked.map);
    else await printLines(output, [line('plain', show`${visible(describeFormat(looked))}`)]);
    return EXIT.done;
  }
  if (readFlag(args, 'json')) {
    const formats = formatsInOrder().map(
      ({id, version, title, provenance, idScope, resumable}) => ({
        id,
        version,
        title,
        idScope,
        resumable,
        provenance,
      }),
    );
    await writeJson(output, 'formats', {formats});
  } else {
    await printLines(output, toLines(output.width));
  }
  return EXIT.done;
};

function* toLines(width: number): Generator<Line> {
  for (const {id, title, provenance} of formatsInOrder()) {
    yield [span('strong', visible(id)), span('muted', show`  ${visible(title)}`)];
    const seen = provenance.versionsSeen.join(', ');
    const unseen =
      provenance.isUnseen === true ? ' (documentation only: no real file was seen)' : '';
    yield* wrap(`known from ${provenance.evidence}${unseen}: ${provenance.url}`, width);
    yield* wrap(`versions seen: ${seen === '' ? 'not told' : seen} (${provenance.checked})`, width);
    for (const kept of provenance.keeps) yield* wrap(`keeps ${kept}`, width);
    for (const ignored of provenance.ignores) yield* wrap(`ignores ${ignored}`, width);
    yield line('plain', literal(''));
  }
}

function* wrap(text: string, width: number): Generator<Line> {
  for (const part of wrapLine(visible(text), width - INDENT, MAX_LINES)) {
    yield line('plain', show`  ${part}`);
  }
}
