import type Database from 'better-sqlite3';
import {coversStep} from '../replay/finding-index.js';
import type {StepRow, StoredFinding} from '../replay/reader.js';
import {OUTCOMES, STEP_KINDS} from '../tree/step-table.js';
import {BodyPreviews} from './body-preview.js';
import {CHUNK_ROWS} from './chunk-layout.js';
import type {StepColumn} from './chunk-layout.js';
import type {ChunkReader} from './chunk-reader.js';
import type {Chunk, TotalsBefore} from './chunk-reader.js';
import {READ_EVENT_TEXT, READ_SPAN_ID} from './queries/replay.js';
import {StoredMessages} from './stored-messages.js';
import {addTokens} from './write-step-chunks.js';

/** A step within its chunk. */
export interface StepPlace {
  readonly chunk: Chunk<StepColumn>;
  readonly index: number;
}

/** The steps of stored runs, row by row. */
export class StepRowReader {
  readonly previews: BodyPreviews;
  readonly messages: StoredMessages;
  readonly chunks: ChunkReader;
  readonly #readSpanId: Database.Statement;
  readonly #readEventText: Database.Statement;

  constructor(db: Database.Database, chunks: ChunkReader) {
    this.chunks = chunks;
    this.previews = new BodyPreviews(db);
    this.messages = new StoredMessages(db, this.previews);
    this.#readSpanId = db.prepare(READ_SPAN_ID).pluck();
    this.#readEventText = db.prepare(READ_EVENT_TEXT).pluck();
  }

  place(run: {readonly key: number; readonly steps: number}, step: number): StepPlace | undefined {
    if (!(step >= 0 && step < run.steps)) return undefined;
    const chunk = this.chunks.steps(run.key, Math.floor(step / CHUNK_ROWS), run.steps);
    return chunk === undefined ? undefined : {chunk, index: step % CHUNK_ROWS};
  }

  /** @param findings of the run, worst first. */
  read(place: StepPlace, step: number, findings: readonly StoredFinding[]): StepRow {
    const {chunk, index} = place;
    const get = (column: StepColumn): number | undefined => toOptional(chunk.get(column, index));
    const spanKey = get('spanKey');
    const spanId = spanKey === undefined ? undefined : this.#readSpanId.get(spanKey);
    const textBody = this.eventBody(place);
    const args = textBody ?? get('argsBody') ?? -1;
    return {
      step,
      kind: STEP_KINDS[get('kind') ?? -1] ?? 'other',
      spanKey,
      spanId: typeof spanId === 'string' ? spanId : undefined,
      depth: get('depth') ?? 0,
      lane: get('lane') ?? 0,
      agent: chunk.text('agent', index),
      name: chunk.text('name', index) ?? '',
      startUs: get('startUs'),
      durationUs: get('durationUs'),
      outcome: OUTCOMES[get('outcome') ?? -1] ?? 'unresolved',
      inputTokens: get('inputTokens'),
      outputTokens: get('outputTokens'),
      argsPreview: this.previews.preview(args),
      resultPreview:
        this.previews.preview(get('resultBody') ?? -1) ??
        this.messages.previewReply(get('outNode') ?? -1),
      findings: findings.filter((finding) => coversStep(finding, step)).map(({id}) => id),
      pre: toIndex(get('pre')),
      sameCall: toIndex(get('l3')),
      sameOutcome: toIndex(get('l4')) ?? toIndex(get('textSig')),
      argsBody: toIndex(args),
      resultBody: toIndex(get('resultBody')),
      repeat: get('repeat'),
      contextTokens: get('contextTokens'),
      writes: get('writes') === 1,
    };
  }

  /** Body of the text of an event step; undefined for a call. */
  eventBody({chunk, index}: StepPlace): number | undefined {
    const eventKey = toOptional(chunk.get('eventKey', index));
    const body = eventKey === undefined ? undefined : this.#readEventText.get(eventKey);
    return typeof body === 'number' ? body : undefined;
  }

  /** Totals of the run up to and including a step. O(rows of a chunk). */
  sumUpTo({chunk, index}: StepPlace): TotalsBefore {
    let {llmCalls, toolCalls, tokens} = chunk.before;
    for (let at = 0; at <= index; at++) {
      const kind = STEP_KINDS[chunk.get('kind', at)];
      if (kind === 'llm') llmCalls++;
      else if (kind === 'tool') toolCalls++;
      tokens = addTokens(tokens, chunk.get('inputTokens', at), chunk.get('outputTokens', at));
    }
    return {llmCalls, toolCalls, tokens};
  }
}

/** -1 stands for "not recorded" in columns of numbers of other tables. */
function toIndex(value: number | undefined): number | undefined {
  return value === undefined || value < 0 ? undefined : value;
}

/** NaN stands for what the log does not tell. */
export function toOptional(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
