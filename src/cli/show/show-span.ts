import {formatLocator} from '../../model/locator.js';
import {findSpan, type SpanRecord} from '../../store/find-span.js';
import {closeCase, openCaseForReading} from '../../store/open-case.js';
import {line, span, type Line} from '../../text/spans.js';
import {literal, show, visible, visibleLines} from '../../text/visible.js';
import {padTo} from '../../text/width.js';
import {wrapLines} from '../../text/wrap.js';
import {readFlag} from '../arguments.js';
import type {CommandContext} from '../command.js';
import {EXIT} from '../exit-code.js';
import {writeJson} from '../json-output.js';
import {toSafeJson} from '../safe-json.js';
import {printLines} from '../view/print-lines.js';
import {writeRaw} from './write-raw.js';

/** Records of one span id that are shown: a start, an end and patches are a few. */
const MAX_RECORDS = 20;
const LABEL_COLUMNS = 20;
const MAX_LINES = 200;

export function findSpanRecords(casePath: string, spanId: string): readonly SpanRecord[] {
  const db = openCaseForReading(casePath);
  try {
    return findSpan(db, spanId, MAX_RECORDS);
  } finally {
    closeCase(db);
  }
}

export async function showSpan(
  context: CommandContext,
  records: readonly SpanRecord[],
): Promise<number> {
  const {args, output} = context;
  if (readFlag(args, 'raw')) {
    const places = records.flatMap(({source, at}) => (at === undefined ? [] : [{source, at}]));
    return writeRaw(context, places);
  }
  if (readFlag(args, 'json')) {
    await writeJson(output, 'show', {kind: 'span', records});
  } else {
    await printLines(output, toLines(records, output.width));
  }
  return EXIT.done;
}

function* toLines(records: readonly SpanRecord[], width: number): Generator<Line> {
  for (const {source, at, fields} of records) {
    const place = at === undefined ? literal('') : show`, ${visible(formatLocator(at))}`;
    yield line('strong', show`${visible(source)}${place}`);
    for (const [name, value] of Object.entries(fields)) {
      const text = typeof value === 'string' ? value : toSafeJson(value);
      let label = padTo(visible(name), LABEL_COLUMNS);
      for (const part of wrapLines(visibleLines(text), width - LABEL_COLUMNS - 2, MAX_LINES)) {
        yield [span('muted', show`  ${label}`), span('plain', part)];
        label = padTo(literal(''), LABEL_COLUMNS);
      }
    }
  }
}
