import {coversStep} from '../replay/finding-index.js';
import type {Flag, NumberField} from '../replay/condition/condition.js';
import type {StepFacts} from '../replay/condition/matches.js';
import type {StoredFinding} from '../replay/reader.js';
import {OUTCOMES, STEP_KINDS} from '../tree/step-table.js';
import type {StepColumn} from './chunk-layout.js';
import type {Chunk} from './chunk-reader.js';

const OK = OUTCOMES.indexOf('ok');
const ERROR = OUTCOMES.indexOf('error');
const HANDOFF = STEP_KINDS.indexOf('handoff');
const AGENT_START = STEP_KINDS.indexOf('agent-start');

/** Told by the search: where the step before stands, and how to look into bodies. */
export interface ChunkStepContext {
  readonly findings: readonly StoredFinding[];
  readonly agentBefore: (step: number) => string | undefined;
  readonly holdsText: (chunk: Chunk<StepColumn>, index: number, part: string) => boolean;
}

/** One step of a chunk for a condition; one object moves over all rows, so that a scan allocates nothing. */
export class ChunkStepFacts implements StepFacts {
  readonly #context: ChunkStepContext;
  #chunk: Chunk<StepColumn>;
  #index = 0;
  #step = 0;

  constructor(context: ChunkStepContext, chunk: Chunk<StepColumn>) {
    this.#context = context;
    this.#chunk = chunk;
  }

  moveTo(chunk: Chunk<StepColumn>, index: number, step: number): void {
    this.#chunk = chunk;
    this.#index = index;
    this.#step = step;
  }

  text(field: 'tool' | 'agent' | 'kind'): string {
    switch (field) {
      case 'tool':
        return this.#chunk.text('name', this.#index) ?? '';
      case 'agent':
        return this.#chunk.text('agent', this.#index) ?? '';
      case 'kind':
        return STEP_KINDS[this.#get('kind')] ?? 'other';
    }
  }

  number(field: NumberField): number {
    switch (field) {
      case 'step':
        return this.#step + 1;
      case 'depth':
        return this.#get('depth');
      case 'lane':
        return this.#get('lane');
      case 'tokens':
        return this.#tokens();
      case 'context':
        return this.#get('contextTokens');
      case 'repeat':
        return this.#get('repeat');
      case 'duration':
        return this.#get('durationUs');
    }
  }

  flag(flag: Flag): boolean {
    switch (flag) {
      case 'error':
        return this.#get('outcome') === ERROR;
      case 'ok':
        return this.#get('outcome') === OK;
      case 'unfinished': {
        const outcome = this.#get('outcome');
        return outcome !== OK && outcome !== ERROR;
      }
      case 'write':
        return this.#get('writes') === 1;
      case 'handoff':
        return this.#isHandoff();
      case 'finding':
        return this.#context.findings.some((finding) => coversStep(finding, this.#step));
    }
  }

  rules(): readonly string[] {
    const covering = this.#context.findings.filter((finding) => coversStep(finding, this.#step));
    return covering.map(({rule}) => rule);
  }

  holdsText(part: string): boolean {
    return this.#context.holdsText(this.#chunk, this.#index, part);
  }

  sameCall(): number {
    return this.#get('l3');
  }

  #get(column: StepColumn): number {
    return this.#chunk.get(column, this.#index);
  }

  #tokens(): number {
    const input = this.#get('inputTokens');
    const output = this.#get('outputTokens');
    if (Number.isNaN(input) && Number.isNaN(output)) return NaN;
    return (input || 0) + (output || 0);
  }

  /** A hand-off, the start of an agent, or another agent than at the step before. */
  #isHandoff(): boolean {
    const kind = this.#get('kind');
    if (kind === HANDOFF || kind === AGENT_START) return true;
    if (this.#step === 0) return false;
    const agent = this.#chunk.text('agent', this.#index);
    return agent !== undefined && agent !== this.#context.agentBefore(this.#step);
  }
}
