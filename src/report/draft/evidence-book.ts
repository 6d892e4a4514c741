import {createHash} from 'node:crypto';
import type {RunView} from '../../tree/run-view.js';
import {
  MAX_PLACES,
  type Amount,
  type Evidence,
  type EvidenceId,
  type EvidencePlace,
} from './draft.js';

/** Steps whose ids all go into a digest; of more, the count, the value, the first and the last do. */
const MAX_DIGESTED = 20_000;
const DIGEST_DIGITS = 8;

export interface EvidenceInput {
  readonly shows: string;
  readonly amount?: Amount;
  /** In step order. */
  readonly steps: readonly number[];
  readonly query?: string;
}

/** Evidence, and all that the text takes it for, in that order. */
type Entry = Omit<Evidence, 'shows'> & {readonly claims: Set<string>};

/** Numbers evidence as the text asks for it. The same steps with the same amount are one piece of evidence, whatever they show. */
export class EvidenceBook {
  readonly #view: RunView;
  readonly #entries: Entry[] = [];
  readonly #known = new Map<string, Entry>();

  constructor(view: RunView) {
    this.#view = view;
  }

  add({shows, amount, steps, query}: EvidenceInput): EvidenceId {
    const digest = this.#digest(steps, amount);
    const key = JSON.stringify([amount, query, digest]);
    const known = this.#known.get(key);
    if (known !== undefined) {
      known.claims.add(shows);
      return known.id;
    }
    const id: EvidenceId = `E${this.#entries.length + 1}`;
    const places = choosePlaces(steps).map((step) => this.#place(step));
    const claims = new Set([shows]);
    const entry = {id, claims, amount, stepCount: steps.length, places, digest, query};
    this.#known.set(key, entry);
    this.#entries.push(entry);
    return id;
  }

  get entries(): readonly Evidence[] {
    return this.#entries.map(({claims, ...entry}) => ({...entry, shows: [...claims].join('; ')}));
  }

  digestAll(): string {
    const sha = createHash('sha256');
    for (const {id, digest} of this.#entries) sha.update(`${id} ${digest}\n`);
    return sha.digest('hex').slice(0, DIGEST_DIGITS);
  }

  #digest(steps: readonly number[], amount: Amount | undefined): string {
    const sha = createHash('sha256');
    sha.update(JSON.stringify([steps.length, amount?.value, amount?.unit]));
    const digested = steps.length <= MAX_DIGESTED ? steps : choosePlaces(steps);
    for (const step of digested) sha.update(this.#identify(step));
    return sha.digest('hex').slice(0, DIGEST_DIGITS);
  }

  /** By ids of the log, not by step number: a step that only moved is the same. */
  #identify(step: number): string {
    const {steps, spans, events} = this.#view;
    const row = steps.spanRow[step] ?? -1;
    if (row >= 0) return `${this.#text(spans.traceId[row])} ${this.#text(spans.spanId[row])}\n`;
    const event = events[steps.eventIndex[step] ?? -1];
    return `${event?.kind ?? ''} ${event?.name ?? ''} ${event?.timeUs ?? ''}\n`;
  }

  #place(step: number): EvidencePlace {
    const {steps, spans, events} = this.#view;
    const own = steps.spanRow[step] ?? -1;
    const row = own >= 0 ? own : (events[steps.eventIndex[step] ?? -1]?.spanRow ?? -1);
    return {
      step,
      name: this.#text(steps.name[step]),
      traceId: row < 0 ? undefined : this.#text(spans.traceId[row]),
      spanId: row < 0 ? undefined : this.#text(spans.spanId[row]),
    };
  }

  #text(number: number | undefined): string {
    return this.#view.spans.strings[number ?? -1] ?? '';
  }
}

/** The first ones and the last. */
function choosePlaces(steps: readonly number[]): readonly number[] {
  if (steps.length <= MAX_PLACES) return steps;
  const last = steps.at(-1);
  const first = steps.slice(0, MAX_PLACES - 1);
  return last === undefined ? first : [...first, last];
}
