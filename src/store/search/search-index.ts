import type Database from 'better-sqlite3';
import {STEP_KINDS} from '../../tree/step-table.js';
import type {StepKind} from '../../tree/step-table.js';
import {closeCase, openCaseForReading} from '../open-case.js';
import * as sql from '../queries/search.js';
import {indexNextBodies, readLastBody} from './index-bodies.js';
import {indexPlaces} from './index-places.js';
import type {IndexedRun} from './index-places.js';
import {openIndex} from './open-index.js';
import type {ParsedSearch} from './parse-search.js';
import {maskSecrets} from '../../text/secrets/masking.js';
import {toPlainText} from './plain-text.js';
import {PLACE_ROLES} from './search-schema.js';
import type {PlaceRole} from './search-schema.js';
import {buildSnippet} from './snippet.js';
import type {SnippetPiece} from './snippet.js';

/** What a hit must be, besides its words. Absent = not asked. */
export interface SearchFilters {
  /** Beginning of a run id. */
  readonly run?: string;
  readonly role?: PlaceRole;
  readonly kind?: StepKind;
  /** Name of the tool, or of the call. */
  readonly name?: string;
  readonly agent?: string;
  readonly failed?: boolean;
  /** Microseconds since 1970: from `sinceUs` on, before `untilUs`. */
  readonly sinceUs?: number;
  readonly untilUs?: number;
}

/** Where a body stands. */
export interface SearchPlace {
  readonly runId: string;
  /** From 0. */
  readonly step: number;
  readonly role: PlaceRole;
  readonly kind: StepKind;
  readonly name: string | undefined;
  readonly agent: string | undefined;
  readonly failed: boolean;
  readonly startUs: number | undefined;
}

/** A body that holds what was looked for, once, with the places it stands in. */
export interface SearchHit {
  readonly bodyId: number;
  readonly chars: number;
  readonly snippet: readonly SnippetPiece[];
  /** The first places; `placesTotal` counts all. */
  readonly places: readonly SearchPlace[];
  readonly placesTotal: number;
}

export interface BuildProgress {
  readonly charsDone: number;
  readonly charsTotal: number;
}

interface PlaceRow {
  readonly run_id: string;
  readonly step: number;
  readonly role: number;
  readonly kind: number;
  readonly name: string | null;
  readonly agent: string | null;
  readonly failed: number;
  readonly start_us: number | null;
}

/** Where the index of a case stands. */
export function toIndexPath(casePath: string): string {
  return `${casePath}-search`;
}

/** Full text over the bodies of a case. The case is only read; the index is a file beside it. */
export class SearchIndex {
  readonly #index: Database.Database;
  readonly #case: Database.Database;

  private constructor(index: Database.Database, caseDb: Database.Database) {
    this.#index = index;
    this.#case = caseDb;
  }

  /** @throws UserError if there is no case, or nothing can be written beside it. */
  static open(casePath: string, indexPath = toIndexPath(casePath)): SearchIndex {
    const caseDb = openCaseForReading(casePath);
    try {
      return new SearchIndex(openIndex(indexPath, caseDb), caseDb);
    } catch (error) {
      closeCase(caseDb);
      throw error;
    }
  }

  /**
   * Brings the index up to date in steps, each a transaction: it may be stopped between any two, and goes on
   * from there. Ends at once where nothing is new.
   */
  *update(): Generator<BuildProgress> {
    const last = readLastBody(this.#index);
    const max = Number(this.#case.prepare(sql.MAX_BODY).pluck().get());
    if (last < max) {
      const charsTotal = Number(this.#case.prepare(sql.BODY_CHARS).pluck().get(last));
      let charsDone = 0;
      for (;;) {
        yield {charsDone, charsTotal};
        const chars = indexNextBodies(this.#index, this.#case);
        if (chars === undefined) break;
        charsDone += chars;
      }
    }
    yield* this.#updatePlaces();
  }

  *#updatePlaces(): Generator<BuildProgress> {
    const runs = this.#case.prepare(sql.RUN_DIGESTS).all() as IndexedRun[];
    const wanted = new Map(runs.map((run) => [run.run_id, run]));
    const known = this.#index.prepare(sql.INDEXED_RUNS).all() as IndexedRun[];
    for (const {id, run_id, digest} of known) {
      if (wanted.get(run_id)?.digest === digest) wanted.delete(run_id);
      else {
        this.#index
          .transaction(() => {
            this.#index.prepare(sql.DELETE_PLACES).run(id);
            this.#index.prepare(sql.DELETE_RUN).run(id);
          })
          .immediate();
      }
    }
    let done = 0;
    for (const run of wanted.values()) {
      yield {charsDone: done++, charsTotal: wanted.size};
      indexPlaces(this.#index, this.#case, run);
    }
  }

  /**
   * Bodies with these words, in the order in which the case first met them, as they are found.
   *
   * @param maxPlaces places told of each hit.
   */
  *find(search: ParsedSearch, filters: SearchFilters, maxPlaces: number): Generator<SearchHit> {
    const values = toValues(filters);
    const places = this.#index.prepare(sql.FIND_PLACES);
    const count = this.#index.prepare(sql.COUNT_PLACES).pluck();
    const read = this.#case.prepare(sql.ONE_BODY);
    const query = search.expression;
    for (const id of this.#index
      .prepare(sql.FIND_BODIES)
      .pluck()
      .iterate({...values, query})) {
      const body = read.get(id) as {form: number; text: string; chars: number} | undefined;
      if (body === undefined) continue;
      const rows = places.all({...values, body: id, places: maxPlaces}) as PlaceRow[];
      yield {
        bodyId: Number(id),
        chars: body.chars,
        // Masked first: the plain text has no signs by which a named secret is known, and a snippet may cut one.
        snippet: buildSnippet(toPlainText(body.form, maskSecrets(body.text)), search.needles),
        places: rows.map(toPlace),
        placesTotal: Number(count.get({...values, body: id})),
      };
    }
  }

  /** Steps of one run with these words, in order, at most `limit`: for going from hit to hit. */
  steps(runId: string, search: ParsedSearch, limit: number): readonly number[] {
    const found = this.#index.prepare(sql.FIND_STEPS).pluck().all(search.expression, runId, limit);
    return found as number[];
  }

  close(): void {
    this.#index.close();
    closeCase(this.#case);
  }
}

function toValues(filters: SearchFilters): Readonly<Record<string, string | number | null>> {
  const {run, role, kind, name, agent, failed, sinceUs, untilUs} = filters;
  return {
    run: run ?? null,
    role: role === undefined ? null : PLACE_ROLES.indexOf(role),
    kind: kind === undefined ? null : STEP_KINDS.indexOf(kind),
    name: name ?? null,
    agent: agent ?? null,
    failed: failed === undefined ? null : Number(failed),
    since: sinceUs ?? null,
    until: untilUs ?? null,
  };
}

function toPlace(row: PlaceRow): SearchPlace {
  return {
    runId: row.run_id,
    step: row.step,
    role: PLACE_ROLES[row.role] ?? 'event',
    kind: STEP_KINDS[row.kind] ?? 'other',
    name: row.name ?? undefined,
    agent: row.agent ?? undefined,
    failed: row.failed === 1,
    startUs: row.start_us ?? undefined,
  };
}
