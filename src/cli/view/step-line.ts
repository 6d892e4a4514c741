import type {StepRow} from '../../replay/reader.js';
import {formatCount} from '../../text/numbers.js';
import {FAILED} from '../../text/signs.js';
import {padLine, span, type Line, type Span} from '../../text/spans.js';
import {formatDurationUs} from '../../text/times.js';
import {literal, show, visible} from '../../text/visible.js';
import {padStartTo, padTo} from '../../text/width.js';

const NUMBER_COLUMNS = 7;
const TIME_COLUMNS = 9;
const KIND_COLUMNS = 12;
/** Log text looked at for one line: more never fits. */
const PREVIEW_CHARS = 400;

/** One step as a line: number, time since the start, what it was, whether it failed, what went in and out. */
export function buildStepLine(
  row: StepRow,
  {startUs, width}: {readonly startUs: number | undefined; readonly width: number},
): Line {
  const spans: Span[] = [
    span('muted', padStartTo(formatCount(row.step + 1), NUMBER_COLUMNS)),
    span('muted', padStartTo(sinceStart(row, startUs), TIME_COLUMNS)),
    span('plain', show`  ${padTo(visible(row.kind), KIND_COLUMNS)}`),
    span('strong', visible(row.name)),
  ];
  if (row.outcome === 'error') spans.push(span('error', show`  ${FAILED}`));
  if (row.findings.length > 0) spans.push(span('warning', literal('  ~')));
  for (const preview of [row.argsPreview, row.resultPreview]) {
    if (preview === undefined) continue;
    spans.push(span('muted', show`  ${visible(preview.slice(0, PREVIEW_CHARS))}`));
  }
  return padLine(spans, width);
}

function sinceStart(row: StepRow, startUs: number | undefined): ReturnType<typeof literal> {
  if (row.startUs === undefined || startUs === undefined) return literal('');
  return show`+${formatDurationUs(row.startUs - startUs)}`;
}
