import {resolve} from 'node:path';
import {UserError} from '../../model/user-error.js';
import type {QueryEnd} from '../../store/ask/run-query.js';
import {runQuery} from '../../store/ask/run-query.js';
import {compileMatch, type MatchParams} from '../../store/match/compile-match.js';
import {MatchError} from '../../store/match/match-error.js';
import {formatCount} from '../../text/numbers.js';
import {visible} from '../../text/visible.js';
import {readCount, readFlag, readText} from '../arguments.js';
import {withCase, type CaseSession} from '../case-session.js';
import type {CommandContext, RunCommand} from '../command.js';
import {EXIT} from '../exit-code.js';
import {pickRun} from '../pick-run.js';
import {parquetSink} from '../query/parquet-sink.js';
import {csvSink, jsonLinesSink, jsonSink, markdownSink, tableSink} from '../query/row-sink.js';
import type {RowSink} from '../query/row-sink.js';
import {pointAt} from '../query/point-at.js';

/** Seconds a query may take where nobody says otherwise. */
const DEFAULT_SECONDS = 30;
/** Rows on a terminal where nobody says otherwise, as for `tree`. */
const TERMINAL_ROWS = 500;

interface Question {
  readonly sql: string;
  readonly params: MatchParams;
}

export const run: RunCommand = async (context) => {
  const {args, output} = context;
  const sink = chooseSink(context);
  const rows = readCount(args, 'rows', 0);
  const seconds = readCount(args, 'timeout', 1) ?? DEFAULT_SECONDS;
  return withCase(context, async (session) => {
    const question = await readQuestion(context, session);
    if (readFlag(args, 'explain')) {
      await output.data(`${visibleSql(question)}\n`);
      return session.exitCode;
    }
    const maxRows = rows === 0 ? null : (rows ?? (output.dataIsTerminal ? TERMINAL_ROWS : null));
    const request = {...question, casePath: session.casePath, maxRows, limitMs: seconds * 1000};
    let found = 0;
    for await (const part of runQuery(request, context.signal)) {
      if (part.kind === 'columns') await sink.begin(part.columns);
      else if (part.kind === 'rows') {
        found += part.rows.length;
        await sink.rows(part.rows);
      } else
        return await finish(
          context,
          {sink, end: part.end, found, seconds, question},
          session.exitCode,
        );
    }
    return session.exitCode;
  });
};

async function readQuestion(
  {args, output}: CommandContext,
  session: CaseSession,
): Promise<Question> {
  const text = readText(args, 'question') ?? '';
  if (!readFlag(args, 'match')) return {sql: text, params: {}};
  const asked = readText(args, 'run');
  const runId = asked === undefined ? undefined : pickRun(await session.runs(), args).id;
  try {
    return compileMatch(text, runId);
  } catch (error) {
    if (!(error instanceof MatchError)) throw error;
    output.talk(pointAt(text, error.offset));
    const next =
      error.nearest === undefined
        ? 'docs/match.md has the syntax'
        : `did you mean ${error.nearest}?`;
    throw new UserError(visible(error.message), {next, cause: error});
  }
}

/** The SQL of a pattern, with its values: to learn from, and to go on with in `query`. */
function visibleSql({sql, params}: Question): string {
  const values = Object.entries(params).map(
    ([name, value]) => `-- @${name} = ${visible(JSON.stringify(value))}`,
  );
  return [...sql.split('\n').map((line) => visible(line)), ...values].join('\n');
}

const FORMS = ['table', 'json', 'jsonl', 'csv', 'markdown', 'parquet'] as const;

function chooseSink({args, output, cwd}: CommandContext): RowSink {
  const asked = readText(args, 'as') ?? 'table';
  const form = readFlag(args, 'json') ? 'json' : FORMS.find((name) => name === asked);
  const out = readText(args, 'out');
  if (form === 'parquet') {
    if (out === undefined) {
      throw new UserError('Parquet is binary and needs a file', {next: 'add --out FILE'});
    }
    return parquetSink(resolve(cwd, out));
  }
  if (out !== undefined) {
    throw new UserError('--out is for --as parquet', {next: 'send text to a file with > FILE'});
  }
  switch (form) {
    case 'json':
      return jsonSink(output);
    case 'jsonl':
      return jsonLinesSink(output);
    case 'csv':
      return csvSink(output);
    case 'markdown':
      return markdownSink(output);
    case 'table':
    case undefined:
      return tableSink(output);
  }
}

interface Finished {
  readonly sink: RowSink;
  readonly end: QueryEnd;
  readonly found: number;
  readonly seconds: number;
  readonly question: Question;
}

/** @throws UserError for a query that could not be run. */
async function finish(
  {output}: CommandContext,
  {sink, end, found, seconds, question}: Finished,
  exitCode: number,
): Promise<number> {
  switch (end.kind) {
    case 'done':
      await sink.end(end.kind);
      if (found === 0 && output.talkIsTerminal) output.talk('no rows\n');
      return exitCode;
    case 'row-limit':
      await sink.end(end.kind);
      output.talk(`cut after ${formatCount(found)} rows; --rows 0 prints all\n`);
      return exitCode;
    case 'time-limit':
      await sink.end(end.kind);
      output.talk(
        `whatbroke: stopped at the limit of ${String(seconds)} s with ${formatCount(found)} rows; ask for less, or give it longer: --timeout ${String(seconds * 4)}\n`,
      );
      return EXIT.usage;
    case 'refused':
      throw new UserError(end.reason, {next: 'docs/views.md lists what can be read'});
    case 'fault':
      output.talk(pointAt(question.sql, end.fault.offset));
      throw new UserError(end.fault.message, {
        next:
          end.nearest === undefined
            ? 'docs/views.md lists views and columns'
            : `did you mean ${visible(end.nearest)}?`,
      });
    case 'crashed':
      throw new UserError(`the query could not be finished: ${end.reason}`, {
        next: 'ask for fewer columns or rows',
      });
  }
}
