import {compact} from '../../model/compact.js';
import type {Sighting, SightingKind} from './survey.js';

/** Of one kind in one run: beyond it sightings are counted and not told. */
const MAX_OF_A_KIND = 300;
const MAX_VALUE = 300;

export interface SeenAt {
  readonly agent: string;
  readonly place: string;
  readonly step: number;
  readonly timeUs: number;
}

interface Entry {
  readonly kind: SightingKind;
  readonly value: string;
  readonly at: SeenAt;
  count: number;
  firstUs: number;
  lastUs: number;
}

/** Gathers sightings: once for each kind, value, agent and place. */
export class SightingBook {
  readonly #entries = new Map<string, Entry>();
  readonly #counts = new Map<SightingKind, number>();
  dropped = 0;

  add(kind: SightingKind, value: string, at: SeenAt): void {
    const short = value.slice(0, MAX_VALUE);
    const key = [kind, short, at.agent, at.place].join('\u0001');
    const known = this.#entries.get(key);
    if (known !== undefined) {
      known.count++;
      if (!(known.firstUs <= at.timeUs)) known.firstUs = at.timeUs;
      if (!(known.lastUs >= at.timeUs)) known.lastUs = at.timeUs;
      return;
    }
    const count = this.#counts.get(kind) ?? 0;
    if (count >= MAX_OF_A_KIND) {
      this.dropped++;
      return;
    }
    this.#counts.set(kind, count + 1);
    this.#entries.set(key, {
      kind,
      value: short,
      at,
      count: 1,
      firstUs: at.timeUs,
      lastUs: at.timeUs,
    });
  }

  list(): readonly Sighting[] {
    return [...this.#entries.values()].map(({kind, value, at, count, firstUs, lastUs}) =>
      compact<Sighting>({
        kind,
        value,
        agent: at.agent,
        place: at.place,
        count,
        step: at.step,
        firstUs: Number.isNaN(firstUs) ? undefined : firstUs,
        lastUs: Number.isNaN(lastUs) ? undefined : lastUs,
      }),
    );
  }
}
