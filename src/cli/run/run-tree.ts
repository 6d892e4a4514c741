import type {TraceReader, TreeRow} from '../../replay/reader.js';
import {formatCount} from '../../text/numbers.js';
import type {Line} from '../../text/spans.js';
import {readCount, readFlag} from '../arguments.js';
import {withCase} from '../case-session.js';
import type {RunCommand} from '../command.js';
import {writeJsonList} from '../json-output.js';
import {pickRun} from '../pick-run.js';
import {printLines} from '../view/print-lines.js';
import {buildTreeLine} from '../view/tree-line.js';

/** Rows asked of the reader at once. */
const PAGE_ROWS = 1000;
/** Rows on a terminal where nobody said otherwise: some screens full, not a million. */
const TERMINAL_ROWS = 500;

interface TreeOptions {
  readonly runId: string;
  readonly fold: boolean;
  readonly maxDepth: number | undefined;
  /** Infinity for all. */
  readonly maxRows: number;
}

export const run: RunCommand = async (context) => {
  const {args, output} = context;
  const rows = readCount(args, 'rows', 0);
  const depth = readCount(args, 'depth', 1);
  return withCase(context, async (session) => {
    const summary = pickRun(await session.runs(), args);
    const isJson = readFlag(args, 'json');
    const options: TreeOptions = {
      runId: summary.id,
      fold: !readFlag(args, 'unfolded'),
      maxDepth: depth === undefined ? undefined : depth - 1,
      maxRows: chooseRows(rows, output.dataIsTerminal && !isJson),
    };
    const cut = {isCut: false};
    const items = readRows(session.reader, options, cut);
    if (isJson) {
      await writeJsonList(output, 'tree', {
        head: {run: summary.id},
        name: 'rows',
        items: toItems(items),
      });
    } else {
      await printLines(output, toLines(items, output.width));
    }
    if (cut.isCut) {
      output.talk(`cut after ${formatCount(options.maxRows)} rows; --rows 0 prints all\n`);
    }
    return session.exitCode;
  });
};

function chooseRows(asked: number | undefined, isTerminal: boolean): number {
  if (asked === 0) return Number.POSITIVE_INFINITY;
  return asked ?? (isTerminal ? TERMINAL_ROWS : Number.POSITIVE_INFINITY);
}

async function* readRows(
  reader: TraceReader,
  {runId, fold, maxDepth, maxRows}: TreeOptions,
  cut: {isCut: boolean},
): AsyncGenerator<TreeRow> {
  let printed = 0;
  let fromPre = 0;
  for (;;) {
    const page = await reader.tree(runId, {
      fromPre,
      limit: PAGE_ROWS,
      fold,
      ...(maxDepth === undefined ? {} : {maxDepth}),
    });
    for (const row of page) {
      if (printed >= maxRows) {
        cut.isCut = true;
        return;
      }
      printed += 1;
      yield row;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_ROWS) return;
    fromPre = last.pre + 1;
  }
}

async function* toLines(rows: AsyncIterable<TreeRow>, width: number): AsyncGenerator<Line> {
  for await (const row of rows) yield buildTreeLine(row, width);
}

async function* toItems(rows: AsyncIterable<TreeRow>): AsyncGenerator<object> {
  for await (const row of rows) {
    const step = row.step === undefined ? undefined : row.step + 1;
    yield {...row, step, spanKey: undefined};
  }
}
