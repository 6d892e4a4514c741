import {resolve} from 'node:path';
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
