import type Database from 'better-sqlite3';
import {parseJson} from '../ingest/records/parse-json.js';
import type {JsonValue} from '../model/json.js';
import type {Message} from '../model/message.js';
import {SIGNATURE_ROLES, SIGNATURE_VERSION} from '../tree/signature/body-signature.js';
import {BODY_FORM} from './body-content.js';
import * as sql from './queries/signatures.js';
import {joinReplySignatures, joinText} from './reply-shape.js';
import {SignatureTable} from './signature-table.js';

/** Bodies in memory at a time. */
const PAGE_ROWS = 200;

interface RoleRow {
  readonly rowid: number;
  readonly body_id: number;
  readonly role: number;
  readonly form: number;
  readonly text: string;
}

interface ReplyRow {
  readonly id: number;
  readonly exact: number | null;
  readonly prev_signature: number | null;
}

/** Builds all signatures anew where they come from another version of the signing code. */
export function refreshSignatures(db: Database.Database): void {
  const stored = db.prepare(sql.GET_SIGNATURE_VERSION).pluck().get();
  if (stored === String(SIGNATURE_VERSION)) return;
  db.transaction(() => {
    db.exec(sql.KEEP_OLD_ROLES);
    for (const statement of sql.CLEAR_SIGNATURES) db.exec(statement);
    const table = new SignatureTable(db);
    signBodies(db, table);
    table.flush({mergeIndex: true});
    signReplies(db, table);
    table.flush({mergeIndex: true});
    db.exec(sql.DROP_OLD_ROLES);
    db.prepare(sql.SET_SIGNATURE_VERSION).run(String(SIGNATURE_VERSION));
  }).immediate();
}

function signBodies(db: Database.Database, table: SignatureTable): void {
  const read = db.prepare(sql.READ_OLD_ROLES);
  for (let after = 0; ;) {
    const page = read.all(after, PAGE_ROWS) as RoleRow[];
    for (const row of page) {
      const role = SIGNATURE_ROLES[row.role];
      if (role !== undefined) table.addBody(row.body_id, role, readContent(row));
      after = row.rowid;
    }
    if (page.length < PAGE_ROWS) return;
  }
}

/** Nodes come after the node before them, so one pass in order of id is enough. */
function signReplies(db: Database.Database, table: SignatureTable): void {
  const read = db.prepare(sql.READ_REPLY_NODES);
  const set = db.prepare(sql.SET_REPLY_SIGNATURE);
  for (
    let row = read.get(0) as ReplyRow | undefined;
    row !== undefined;
    row = read.get(row.id) as ReplyRow | undefined
  ) {
    const joined = joinReplySignatures(
      table,
      row.exact ?? undefined,
      row.prev_signature ?? undefined,
    );
    set.run(joined ?? null, row.id);
  }
}

function readContent(row: RoleRow): JsonValue {
  if (row.form === BODY_FORM.text) return row.text;
  if (row.form === BODY_FORM.json) return parseJson(row.text);
  return joinText(JSON.parse(row.text) as Message);
}
