import type {FindingSeverity} from '../../model/finding.js';
import type {LintDocument, Unit} from './document.js';
import type {WordEntry} from './words.js';

/** What the case says of the evidence that a document cites. */
export interface KnownEvidence {
  readonly ids: ReadonlySet<string>;
  readonly digest: string;
}

export interface LintContext {
  readonly document: LintDocument;
  readonly words: readonly WordEntry[];
  /** Absent where no case is named. */
  readonly evidence: KnownEvidence | undefined;
}

/** A replacement that changes no meaning: offsets in the file. */
export interface Fix {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface Hit {
  /** Offsets in the file. */
  readonly from: number;
  readonly to: number;
  /** One line: what is wrong here, in plain words. */
  readonly message: string;
  /** A better wording for this place; absent = the rule's. */
  readonly better?: string;
  readonly fix?: Fix;
}

export interface LintRule {
  /** `family/kebab-name`: public and stable. */
  readonly id: string;
  readonly severity: FindingSeverity;
  readonly title: string;
  readonly reason: string;
  readonly better: string;
  check(context: LintContext): Iterable<Hit>;
}

export interface LintProblem {
  readonly rule: string;
  readonly severity: FindingSeverity;
  readonly message: string;
  readonly reason: string;
  readonly better: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly fix: Fix | undefined;
}

/** Where a match of a unit's text stands in the file. */
export function locate(
  unit: Unit,
  from: number,
  length: number,
): {readonly from: number; readonly to: number} {
  const first = unit.offsets[from] ?? unit.offsets.at(-1) ?? 0;
  const last = unit.offsets[from + Math.max(1, length) - 1] ?? first;
  return {from: first, to: last + 1};
}

/** Prose of the author; headings count, as they are read first. */
export function* matchUnits(
  {document}: LintContext,
  pattern: RegExp,
): Generator<{readonly unit: Unit; readonly match: RegExpExecArray}> {
  for (const unit of document.units) {
    for (const match of unit.text.matchAll(pattern)) yield {unit, match};
  }
}

/** A sentence of a unit, and where it begins. */
export interface Sentence {
  readonly text: string;
  readonly from: number;
}

/** Splits at full stops, question and exclamation marks before a space; abbreviations may split too early. */
export function splitSentences(text: string): readonly Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  for (const found of text.matchAll(/[.!?](?=\s)/g)) {
    sentences.push({text: text.slice(from, found.index + 1), from});
    from = found.index + 1;
  }
  if (from < text.length) sentences.push({text: text.slice(from), from});
  return sentences;
}
