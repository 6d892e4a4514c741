import {buildBodySignature} from '../../tree/signature/body-signature.js';
import type {SignatureRole} from '../../tree/signature/body-signature.js';
import type {RunView} from '../../tree/run-view.js';
import {STEP_KINDS} from '../../tree/step-table.js';

const LLM = STEP_KINDS.indexOf('llm');

/**
 * Numbers for calls that are the same in any run: kind, name and arguments without what only presents
 * them. A model call is known by what it said, if that is recorded.
 */
export class StepKeys {
  readonly #numbers = new Map<string, number>();
  readonly #signatures = new Map<string, string>();

  /** O(bytes of distinct arguments). */
  read(view: RunView, step: number): number {
    const {steps, spans} = view;
    const kind = steps.kind[step] ?? 0;
    if (kind === LLM)
      return this.#intern(`llm ${this.sign(view, 'text', steps.resultBody[step] ?? -1)}`);
    const name = spans.strings[steps.name[step] ?? -1] ?? '';
    const args = this.sign(view, 'args', steps.argsBody[step] ?? -1);
    return this.#intern(`${String(kind)}\0${name}\0${args}`);
  }

  /** Canonical content of a body in a role; empty where none is recorded. */
  sign(view: RunView, role: SignatureRole, body: number): string {
    if (body < 0) return '';
    const key = `${role} ${String(body)}`;
    const known = this.#signatures.get(key);
    if (known !== undefined) return known;
    const text = view.bodies.text(body);
    const signature = text === undefined ? '' : buildBodySignature(role, text).exact;
    this.#signatures.set(key, signature);
    return signature;
  }

  #intern(key: string): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(key, number);
    return number;
  }
}
