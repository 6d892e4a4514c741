import type {RunView} from '../../../tree/run-view.js';
import type {CallReader} from '../../view/answers.js';
import {findInjection, mayHoldHook} from './injection.js';

/** Bodies whose hook is remembered; a loop sends the same arguments again and again. */
const MAX_MEMO = 50_000;

/** The hook into which a call writes script, each distinct body looked at once. */
export class HookFinder {
  readonly #view: RunView;
  readonly #reader: CallReader;
  readonly #known = new Map<number, string | undefined>();

  constructor(view: RunView, reader: CallReader) {
    this.#view = view;
    this.#reader = reader;
  }

  find(step: number): string | undefined {
    const body = this.#view.steps.argsBody[step] ?? -1;
    if (body < 0) return undefined;
    if (this.#known.has(body)) return this.#known.get(body);
    const text = this.#view.bodies.text(body);
    const hook =
      text !== undefined && mayHoldHook(text) ? findInjection(this.#reader.args(step)) : undefined;
    if (this.#known.size < MAX_MEMO) this.#known.set(body, hook);
    return hook;
  }
}
