import type Database from 'better-sqlite3';
import type {JsonValue} from '../model/json.js';
import {buildBodySignature, SIGNATURE_ROLES} from '../tree/signature/body-signature.js';
import type {SignatureRole} from '../tree/signature/body-signature.js';
import {BulkInsert} from './bulk-insert.js';
import {hashText, HashIndex, KEY_BYTES, toBlob} from './hash-index.js';
import {
  INSERT_BODY_SIGNATURE,
  INSERT_BODY_SIGNATURE_COLUMNS,
  INSERT_SIGNATURE,
  INSERT_SIGNATURE_COLUMNS,
} from './queries/bodies.js';
import {SIGNATURE_INDEX} from './queries/hash-indexes.js';

/** Column `body_signature.role`. */
export function toRoleCode(role: SignatureRole): number {
  return SIGNATURE_ROLES.indexOf(role);
}

/** Signatures as numbers: equal canonical text, equal number, in the whole case. */
export class SignatureTable {
  readonly #index: HashIndex;
  readonly #signatures: BulkInsert;
  readonly #ofBodies: BulkInsert;

  constructor(db: Database.Database) {
    this.#index = new HashIndex(db, SIGNATURE_INDEX);
    this.#signatures = new BulkInsert(db, INSERT_SIGNATURE, INSERT_SIGNATURE_COLUMNS);
    this.#ofBodies = new BulkInsert(db, INSERT_BODY_SIGNATURE, INSERT_BODY_SIGNATURE_COLUMNS);
  }

  /** Number of a canonical text; undefined for the empty text, which stands for "nothing". */
  intern(text: string): number | undefined {
    if (text === '') return undefined;
    const key = hashText(text).slice(0, KEY_BYTES);
    const known = this.#index.get(key);
    if (known !== undefined) return known;
    const id = this.#index.nextId();
    this.#index.add(key, id);
    this.#signatures.add([id, toBlob(key)]);
    return id;
  }

  /** Computes and stores the signatures of one body in one role; returns the exact one. */
  addBody(bodyId: number, role: SignatureRole, content: JsonValue): number | undefined {
    const built = buildBodySignature(role, content);
    const exact = this.intern(built.exact);
    const target = built.target === built.exact ? exact : this.intern(built.target);
    const intent = built.intent === built.target ? target : this.intern(built.intent);
    this.#ofBodies.add([bodyId, toRoleCode(role), exact ?? null, target ?? null, intent ?? null]);
    return exact;
  }

  /** Before COMMIT. */
  flush(options: {readonly mergeIndex: boolean}): void {
    this.#signatures.flush();
    this.#ofBodies.flush();
    this.#index.merge({force: options.mergeIndex});
  }
}
