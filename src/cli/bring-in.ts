import {resolve, sep} from 'node:path';
import type {SourceOutcome} from '../ingest/ingest-source.js';
import type {IngestSummary} from '../ingest/ingest.js';
import {formatLocator} from '../model/locator.js';
import {UserError} from '../model/user-error.js';
import {readSourceHealth} from '../store/source-health.js';
import {analyzeCase} from './analyze-case.js';
import {readTexts} from './arguments.js';
import {toShownPath} from './case-path.js';
import type {IngestedFiles} from './case-session.js';
import type {CommandContext} from './command.js';
import {ingestFiles} from './ingest-files.js';

/** Reads the named files into a case and analyses it. @throws UserError where nothing could be read */
export async function bringIn(context: CommandContext, casePath: string): Promise<IngestedFiles> {
  return ingestFiles(context, casePath, async (summary, {writer, say}) => {
    await analyzeCase(writer, {signal: context.signal, say});
    refuseUnreadable(summary, context);
    refuseWithoutLog(summary, context);
    const paths = summary.sources.map((source) => source.path);
    return {...summary, health: readSourceHealth(writer.db, paths)};
  });
}

/**
 * Members of a folder do not stop the others: they are counted, and only all of them are an error.
 *
 * @throws UserError where nothing of a named file could be read: then there is nothing to judge
 */
function refuseUnreadable({sources}: IngestSummary, {args, cwd}: CommandContext): void {
  const named = new Set(readTexts(args, 'files').map((file) => resolve(cwd, file)));
  const isEmpty = ({counts}: SourceOutcome): boolean => counts.read === 0 && counts.present > 0;
  const allEmpty = sources.every(isEmpty);
  for (const source of sources) {
    const {path, parserId, counts, diagnostics} = source;
    if (!isEmpty(source) || (!allEmpty && !named.has(path))) continue;
    const first = diagnostics.find(
      ({severity}) => severity === 'data-loss' || severity === 'error',
    );
    const at = first?.at === undefined ? '' : ` at ${formatLocator(first.at)}`;
    const reason = first === undefined ? '' : `: ${first.message}${at}`;
    const none = `none of its ${counts.present} records could be read as ${parserId}`;
    throw new UserError(`${toShownPath(path, cwd)}: ${none}${reason}`, {
      next: 'export the log again, or name its format with --format',
    });
  }
}

/**
 * A folder or an archive that was named and of which no file is a log is a wrong name, as an empty one is.
 *
 * @throws UserError
 */
function refuseWithoutLog({sources, skipped}: IngestSummary, {args, cwd}: CommandContext): void {
  for (const file of readTexts(args, 'files')) {
    const path = resolve(cwd, file);
    const isInside = (other: {readonly path: string}): boolean =>
      other.path === path || other.path.startsWith(path + sep);
    const inside = skipped.filter(isInside);
    const [first] = inside;
    if (first === undefined || sources.some(isInside)) continue;
    const reason =
      inside.length === 1
        ? 'its only file is no log'
        : `none of its ${String(inside.length)} files is a log`;
    const example = first.reason.replace(path + sep, '');
    throw new UserError(`${toShownPath(path, cwd)}: ${reason}: ${example}`, {
      next: '`whatbroke formats` lists what can be read',
    });
  }
}
