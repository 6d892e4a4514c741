import {assert} from '../../model/assert.js';
import type {IngestSummary} from '../../ingest/ingest.js';
import {line, type Line} from '../../text/spans.js';
import {formatCount, formatCountOf} from '../../text/numbers.js';
import {describeRecords} from '../../report/verdict/describe-unknowns.js';
import {show, visible} from '../../text/visible.js';
import {readFlag} from '../arguments.js';
import {toShownPath} from '../case-path.js';
import {withCase} from '../case-session.js';
import type {RunCommand} from '../command.js';
import {writeJson} from '../json-output.js';
import {printLines} from '../view/print-lines.js';

/** Diagnostics and skipped files printed one by one; `--json` has all that the reader kept. */
const MAX_LISTED = 20;

export const run: RunCommand = (context) =>
  withCase(context, async (session) => {
    const {output, args, cwd} = context;
    const {ingested} = session;
    assert(ingested !== undefined, 'ingest names at least one file');
    if (readFlag(args, 'json')) {
      await writeJson(output, 'ingest', {case: session.casePath, ...ingested});
    } else {
      const runs = await session.runs();
      const lines = toLines(ingested, cwd);
      const caseName = visible(toShownPath(session.casePath, cwd));
      const total = show`${formatCountOf(runs.length, 'run')} in ${caseName}`;
      await printLines(output, [...lines, line('muted', total)]);
    }
    return session.exitCode;
  });

function toLines({sources, skipped}: IngestSummary, cwd: string): readonly Line[] {
  const lines: Line[] = [];
  for (const {path, parserId, kind, counts, diagnostics} of sources) {
    const shown = visible(toShownPath(path, cwd));
    lines.push(line('strong', show`${shown}  ${visible(parserId)}, ${visible(kind)}`));
    lines.push(line('plain', show`  ${describeRecords(counts)}`));
    for (const {code, severity, message, count} of diagnostics.slice(0, MAX_LISTED)) {
      const times = count === undefined || count === 1 ? '' : ` x${count}`;
      const token = severity === 'info' || severity === 'notice' ? 'muted' : 'warning';
      lines.push(line(token, show`  ${visible(`${severity} ${code}${times}: ${message}`)}`));
    }
    const rest = diagnostics.length - MAX_LISTED;
    if (rest > 0) lines.push(line('muted', show`  and ${formatCount(rest)} more`));
  }
  for (const {path, reason} of skipped.slice(0, MAX_LISTED)) {
    // The reason of a refused format names the file itself.
    const why = reason.startsWith(`${path}: `) ? reason.slice(path.length + 2) : reason;
    lines.push(line('muted', visible(`skipped ${toShownPath(path, cwd)}: ${why}`)));
  }
  const rest = skipped.length - MAX_LISTED;
  if (rest > 0) lines.push(line('muted', show`and ${formatCountOf(rest, 'more file')} skipped`));
  return lines;
}
