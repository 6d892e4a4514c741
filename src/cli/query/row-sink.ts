import type {QueryCell} from '../../store/ask/protocol.js';
import {csvLine} from '../../text/csv.js';
import {markdownCell} from '../../text/markdown.js';
import {paintLine} from '../../text/spans.js';
import type {Output} from '../output.js';
import {toSafeJson} from '../safe-json.js';
import {readTool} from '../tool.js';
import {toCellText, toDistinctNames, toJsonCell} from './cells.js';
import {buildHeadLine, buildRowLine, layoutTable, MEASURED_ROWS} from './table-lines.js';
import type {TableLayout} from './table-lines.js';

export type Row = readonly QueryCell[];

/** Takes the rows of a query as they come and writes them in one form. */
export interface RowSink {
  begin(columns: readonly string[]): Promise<void>;
  rows(rows: readonly Row[]): Promise<void>;
  /** @param end how the query ended: `done`, `row-limit` or `time-limit`. */
  end(end: string): Promise<void>;
}

/** Columns lined up for people: widths come from the first rows, which are held back. */
export function tableSink(output: Output): RowSink {
  let names: readonly string[] = [];
  let held: Row[] = [];
  let layout: TableLayout | undefined;
  const write = async (rows: readonly Row[], form: TableLayout): Promise<void> => {
    let text = '';
    for (const row of rows) {
      text += `${paintLine(output.paint, buildRowLine(row, form)).trimEnd()}\n`;
    }
    await output.data(text);
  };
  const flush = async (): Promise<TableLayout> => {
    const made = layoutTable(names, held, output.width);
    await output.data(`${paintLine(output.paint, buildHeadLine(names, made)).trimEnd()}\n`);
    await write(held, made);
    held = [];
    return made;
  };
  return {
    begin(columns) {
      names = columns;
      return Promise.resolve();
    },
    async rows(rows) {
      if (layout !== undefined) return write(rows, layout);
      held.push(...rows);
      if (held.length >= MEASURED_ROWS) layout = await flush();
      return undefined;
    },
    async end() {
      layout ??= await flush();
    },
  };
}

/** `{"columns": [...], "rows": [[...]], "end": "done"}` in the envelope of every command. */
export function jsonSink(output: Output): RowSink {
  let separator = '';
  return {
    begin: (columns) =>
      output.data(
        `{"schema":"whatbroke/query/1","tool":${toSafeJson(readTool())},"data":{"columns":${toSafeJson(columns)},"rows":[`,
      ),
    async rows(rows) {
      let text = '';
      for (const row of rows) {
        text += `${separator}\n${toSafeJson(row.map(toJsonCell))}`;
        separator = ',';
      }
      await output.data(text);
    },
    end: (end) => output.data(`\n],"end":${toSafeJson(end)}}}\n`),
  };
}

/** One object a line. */
export function jsonLinesSink(output: Output): RowSink {
  let names: readonly string[] = [];
  return {
    begin(columns) {
      names = toDistinctNames(columns);
      return Promise.resolve();
    },
    async rows(rows) {
      let text = '';
      for (const row of rows) {
        const fields = names.map((name, at) => [name, toJsonCell(row[at] ?? null)] as const);
        text += `${toSafeJson(Object.fromEntries(fields))}\n`;
      }
      await output.data(text);
    },
    end: () => Promise.resolve(),
  };
}

/** RFC 4180; text that a spreadsheet would run is neutralised. */
export function csvSink(output: Output): RowSink {
  return {
    begin: (columns) => output.data(csvLine(columns)),
    rows: (rows) =>
      output.data(
        rows
          .map((row) =>
            csvLine(row.map((cell) => (typeof cell === 'number' ? cell : toCellText(cell)))),
          )
          .join(''),
      ),
    end: () => Promise.resolve(),
  };
}

/** A GFM table. */
export function markdownSink(output: Output): RowSink {
  const toLine = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => markdownCell(cell)).join(' | ')} |\n`;
  return {
    begin: (columns) =>
      output.data(`${toLine(columns)}|${columns.map(() => ' --- ').join('|')}|\n`),
    rows: (rows) => output.data(rows.map((row) => toLine(row.map(toCellText))).join('')),
    end: () => Promise.resolve(),
  };
}
