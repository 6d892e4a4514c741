import {readFileSync} from 'node:fs';
import type {JsonValue} from '../../src/model/json.js';

/** One step of a loop vector; the shape of vectors/README.md. */
export interface VectorStep {
  readonly kind: string;
  readonly name?: string;
  readonly args?: JsonValue;
  readonly result?: JsonValue;
  readonly error?: JsonValue;
  readonly agent?: string;
  readonly parent?: string | null;
  readonly span?: string;
  readonly run?: string;
  readonly round?: number | string;
  readonly id?: string;
  readonly result_id?: string;
  readonly t?: number;
  readonly text?: string;
  readonly synthetic?: boolean;
  readonly fingerprint?: string;
  readonly finish?: string;
  readonly context_window?: number;
  readonly tokens_before?: number;
  readonly tokens_after?: number;
  readonly tokens_in?: number;
  readonly tokens_out?: number;
  readonly tokens_cached?: number;
  readonly args_hash?: string;
  /** Messages of the prompt of a model call. */
  readonly messages?: readonly {readonly role: string; readonly text: string}[];
}

export interface Verdict {
  readonly loop: boolean | null;
  readonly type?: string;
  readonly period?: number;
  readonly first_step?: number;
  readonly repeats?: number;
  readonly accept?: readonly string[];
  readonly negative?: string;
}

export interface Vector {
  readonly id: string;
  readonly source: {readonly repo: string; readonly path: string; readonly test: string};
  readonly steps: readonly VectorStep[];
  readonly expect: Verdict;
  readonly ours: Verdict;
  readonly note?: string;
  /** Types whose near miss this is, where halved thresholds alone do not tell. */
  readonly near?: readonly string[];
}

/** @throws if a line is no JSON: a broken vector file is our mistake, not data. */
export function readVectors(file: string): readonly Vector[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Vector);
}
