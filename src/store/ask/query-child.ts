import {once} from 'node:events';
import type Database from 'better-sqlite3';
import {openCaseForReading} from '../open-case.js';
import {createDerivedViews} from './derived-views.js';
import {registerDerivedTables} from './derived-tables.js';
import {explainSqlError} from './explain-sql-error.js';
import {registerFunctions} from './functions.js';
import {findNearestName} from './known-names.js';
import type {QueryCell, QueryReply, QueryRequest} from './protocol.js';
import {prepareReading, RefusedStatement} from './statement-rules.js';
import {startWatchdog} from './watchdog.js';

/** Rows gathered into one message. */
const BATCH_ROWS = 200;
/** Memory of SQLite in this process: sorting more goes to temporary files. */
const MAX_HEAP_BYTES = 512 * 1024 * 1024;
/** How much later than its parent the process ends itself. */
const GRACE_MS = 5000;
/** A batch with long texts is sent earlier: characters. */
const BATCH_CHARS = 256 * 1024;

/**
 * The process that runs one query. SQLite cannot be interrupted from outside, so its parent kills
 * this process at the limit; the case is opened for reading only.
 */
async function answer(request: QueryRequest): Promise<void> {
  const db = openCaseForReading(request.casePath);
  const rows = openCaseForReading(request.casePath);
  try {
    db.pragma(`hard_heap_limit = ${String(MAX_HEAP_BYTES)}`);
    registerFunctions(db);
    registerDerivedTables(db, rows);
    createDerivedViews(db);
    await run(db, request);
  } finally {
    rows.close();
    db.close();
  }
}

async function run(db: Database.Database, request: QueryRequest): Promise<void> {
  let statement: Database.Statement;
  try {
    statement = prepareReading(db, request.sql);
  } catch (error) {
    if (error instanceof RefusedStatement) return send({kind: 'refused', reason: error.message});
    return sendFault(db, request.sql, error);
  }
  const columns = statement.columns().map(({name}) => name);
  await send({kind: 'columns', columns});
  try {
    await sendRows(statement, request);
  } catch (error) {
    await sendFault(db, request.sql, error);
  }
}

async function sendRows(statement: Database.Statement, request: QueryRequest): Promise<void> {
  const maxRows = request.maxRows ?? Number.POSITIVE_INFINITY;
  let batch: QueryCell[][] = [];
  let chars = 0;
  let sent = 0;
  let more = false;
  for (const row of statement.raw().safeIntegers().iterate(request.params)) {
    if (sent >= maxRows) {
      more = true;
      break;
    }
    const cells = (row as unknown[]).map(toCell);
    for (const cell of cells) chars += typeof cell === 'string' ? cell.length : 8;
    batch.push(cells);
    sent++;
    if (batch.length < BATCH_ROWS && chars < BATCH_CHARS) continue;
    await send({kind: 'rows', rows: batch});
    batch = [];
    chars = 0;
  }
  if (batch.length > 0) await send({kind: 'rows', rows: batch});
  await send({kind: 'end', more});
}

function toCell(value: unknown): QueryCell {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : {int: String(value)};
  }
  if (value instanceof Uint8Array) return {hex: Buffer.from(value).toString('hex')};
  if (typeof value === 'string' || typeof value === 'number') return value;
  return null;
}

async function sendFault(db: Database.Database, sql: string, error: unknown): Promise<void> {
  const fault = explainSqlError(db, sql, error instanceof Error ? error.message : String(error));
  await send({kind: 'fault', fault, nearest: findNearestName(fault, sql)});
}

/** Waits until the parent has taken rows: a slow reader holds the query back, and nothing piles up. */
async function send(reply: QueryReply): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    process.send?.(reply, (error: Error | null) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
  if (reply.kind === 'rows') await once(process, 'message');
}

// A parent that is gone wants no answer: without this, a query could run on for ever.
process.on('disconnect', () => {
  process.exit(0);
});
process.once('message', (message) => {
  const request = message as QueryRequest;
  startWatchdog(request.limitMs + GRACE_MS);
  answer(request).then(
    () => {
      process.disconnect();
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
      process.disconnect();
    },
  );
});
