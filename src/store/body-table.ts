import type Database from 'better-sqlite3';
import type {JsonValue} from '../model/json.js';
import type {SignatureRole} from '../tree/signature/body-signature.js';
import type {BodyContent} from './body-content.js';
import {BulkInsert} from './bulk-insert.js';
import {hashText, HashIndex, KEY_BYTES, toBlob} from './hash-index.js';
import {
  INSERT_BODY,
  INSERT_BODY_COLUMNS,
  READ_EXACT_SIGNATURE,
  READ_SIGNATURE_ROLES,
} from './queries/bodies.js';
import {BODY_INDEX} from './queries/hash-indexes.js';
import {RecentMap} from './recent-map.js';
import {SignatureTable, toRoleCode} from './signature-table.js';

/** Bodies whose signed roles are remembered; beyond, the table is asked. */
const MAX_RECENT_ROLES = 50_000;

/** Short bodies found again by their text, without a hash: the same small arguments come all the time. */
const MAX_RECENT_TEXTS = 10_000;
const MAX_RECENT_CHARS = 200;

/** Bodies by content: the same text is stored once, in whatever file and role it appears. */
export class BodyTable {
  readonly signatures: SignatureTable;
  readonly #index: HashIndex;
  readonly #recentTexts = new RecentMap<string, {readonly form: number; readonly id: number}>(
    MAX_RECENT_TEXTS,
  );
  readonly #rows: BulkInsert;
  readonly #readRoles: Database.Statement;
  readonly #readExact: Database.Statement;
  /** Body id to a bit per role that has its signature. */
  readonly #signedRoles = new RecentMap<number, number>(MAX_RECENT_ROLES);
  /** Body id to its exact signature as text; 0 where it has none. */
  readonly #textSignatures = new RecentMap<number, number>(MAX_RECENT_ROLES);

  constructor(db: Database.Database) {
    this.signatures = new SignatureTable(db);
    this.#index = new HashIndex(db, BODY_INDEX);
    this.#rows = new BulkInsert(db, INSERT_BODY, INSERT_BODY_COLUMNS);
    this.#readRoles = db.prepare(READ_SIGNATURE_ROLES).pluck();
    this.#readExact = db.prepare(READ_EXACT_SIGNATURE).pluck();
  }

  /** Highest id so far: a body with a higher one was stored after this was asked. */
  get newestId(): number {
    return this.#index.nextId() - 1;
  }

  /** Id of the body, stored now if it is new. */
  intern(content: BodyContent): number {
    // A long text is looked up by its hash alone: as the key of a Map it would be hashed once more.
    if (content.text.length > MAX_RECENT_CHARS) return this.#internByHash(content);
    const known = this.#recentTexts.get(content.text);
    if (known?.form === content.form) return known.id;
    const id = this.#internByHash(content);
    this.#recentTexts.set(content.text, {form: content.form, id});
    return id;
  }

  /** Makes sure that the body has its signatures in this role (built once per body and role). */
  sign(bodyId: number, role: SignatureRole, content: JsonValue): void {
    const bit = 1 << toRoleCode(role);
    const roles = this.#rolesOf(bodyId);
    if ((roles & bit) !== 0) return;
    this.signatures.addBody(bodyId, role, content);
    this.#signedRoles.set(bodyId, roles | bit);
  }

  /** The exact signature of a body as text, built if it is not known; undefined for no text. */
  signText(bodyId: number, text: string): number | undefined {
    if (text === '') return undefined;
    const recent = this.#textSignatures.get(bodyId);
    if (recent !== undefined) return recent === 0 ? undefined : recent;
    const isSigned = (this.#rolesOf(bodyId) & (1 << toRoleCode('text'))) !== 0;
    const stored = isSigned ? this.#readExact.get(bodyId, toRoleCode('text')) : undefined;
    const exact = isSigned
      ? Number(stored ?? 0)
      : (this.signatures.addBody(bodyId, 'text', text) ?? 0);
    this.#signedRoles.set(bodyId, this.#rolesOf(bodyId) | (1 << toRoleCode('text')));
    this.#textSignatures.set(bodyId, exact);
    return exact === 0 ? undefined : exact;
  }

  /** Before COMMIT: rows held back are written, the indexes merged when they are due. */
  flush(options: {readonly mergeIndex: boolean}): void {
    this.#rows.flush();
    this.signatures.flush(options);
    this.#index.merge({force: options.mergeIndex});
  }

  #internByHash(content: BodyContent): number {
    const hash = hashText(`${String(content.form)}${content.text}`);
    const key = hash.slice(0, KEY_BYTES);
    const known = this.#index.get(key);
    if (known !== undefined) return known;
    const id = this.#index.nextId();
    this.#index.add(key, id);
    this.#signedRoles.set(id, 0);
    this.#rows.add([id, toBlob(hash), content.form, content.text], content.text.length);
    return id;
  }

  #rolesOf(bodyId: number): number {
    const recent = this.#signedRoles.get(bodyId);
    if (recent !== undefined) return recent;
    let roles = 0;
    for (const code of this.#readRoles.all(bodyId)) roles |= 1 << Number(code);
    this.#signedRoles.set(bodyId, roles);
    return roles;
  }
}
