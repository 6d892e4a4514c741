import {isArray, isObject} from '../../model/json.js';
import type {JsonValue} from '../../model/json.js';
import {isAllClear, isDenial} from './denial.js';
import {toNameWords} from './tool-nature.js';

/**
 * Whether an answer only reports that the call's own act was done, or gives one of the few verdicts
 * that a call can give. Over a batch of targets such an answer is the same by nature.
 */

/** Longest report of an act. A longer answer tells something of the target. */
const MAX_CHARS = 120;
const MAX_WORDS = 14;

/** Participles by their shape: "archived", "gespeichert", "aktualisiert", "guardado", "enregistré", "сохранено". */
const PARTICIPLE = new RegExp(
  `(?<!\\p{L})(?:${[
    '\\p{L}{3,}ed|(?:re)?(?:sent|made|done|built|put|set|written|drawn|paid|sold|bought|kept)',
    '(?:ab|an|auf|aus|ein|hinzu|um|zu|weiter|vor|fest|frei)?ge\\p{L}{3,}(?:t|en)|\\p{L}{3,}iert|(?:er|ver|ent|zer)\\p{L}{3,}t|gelöscht',
    '\\p{L}{3,}(?:[ai]d[ao]s?|[aiu]to|ées?|é)',
    '\\p{L}{3,}(?:ано|ено|ён|ана|ена)',
  ].join('|')})(?!\\p{L})`,
  'iu',
);
const SUCCESS =
  /(?<!\p{L})(?:success(?:ful(?:ly)?)?|succeeded|erfolg(?:reich)?|éxito|exitos[ao]|succès|réussi|sucesso|successo|успешно|başarıyla|sukces)(?!\p{L})|成功|完了|完成|しました|되었습니다|완료|已/iu;
/** Ends like a participle, and is none that tells of an act. */
const NO_ACT =
  /^(?:indeed|need|speed|feed|seed|shed|bleed|hundred|sacred|unchanged|unmodified|untouched)$/i;

function saysDone(answer: string): boolean {
  if (SUCCESS.test(answer)) return true;
  const found = PARTICIPLE.exec(answer);
  return found !== null && !NO_ACT.test(found[0]);
}

const fold = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
/** Letters that two words must share from their beginning to be forms of one. */
const STEM = 5;

/** A word or two that take up the tool's own name: `validar_xml` -> "válido". */
function echoesName(tool: string, answer: string): boolean {
  const said = fold(answer).match(/\p{L}+/gu) ?? [];
  if (said.length > 2) return false;
  return toNameWords(fold(tool)).some(
    (word) =>
      word.length >= STEM && said.some((other) => other.slice(0, STEM) === word.slice(0, STEM)),
  );
}

/** Values a body is made of, as text; at most `limit`. */
function listLeaves(value: JsonValue | undefined, limit: number): readonly string[] {
  const leaves: string[] = [];
  const open: (JsonValue | undefined)[] = [value];
  while (open.length > 0 && leaves.length < limit) {
    const next = open.pop();
    if (isArray(next)) open.push(...next.slice(0, limit));
    else if (next !== undefined && isObject(next))
      open.push(...Object.values(next).slice(0, limit));
    else if (next !== undefined)
      leaves.push(typeof next === 'string' ? next : JSON.stringify(next));
  }
  return leaves;
}

/** Only values that were in the question: `{label: "bug"}` -> `{"labels": ["bug"]}`. */
function echoesArgs(args: JsonValue | undefined, result: JsonValue | undefined): boolean {
  const said = listLeaves(result, 20);
  const asked = new Set(listLeaves(args, 200));
  return said.length > 0 && said.length < 20 && said.every((leaf) => asked.has(leaf));
}

/** A class given to a text: one word for many words. */
function labelsText(args: JsonValue | undefined, answer: string): boolean {
  if (!/^\W*\p{L}[\p{L}_-]{0,24}\W*$/u.test(answer)) return false;
  return listLeaves(args, 20).some((leaf) => leaf.trim().split(/\s+/).length >= 3);
}

export interface Reported {
  readonly tool: string;
  readonly args: JsonValue | undefined;
  readonly result: JsonValue | undefined;
  /** The result as a person reads it. */
  readonly answer: string;
}

/** True for an answer that tells no more than that the act was done or all is well. */
export function isOwnReport({tool, args, result, answer}: Reported): boolean {
  const text = answer.trim();
  if (text.length > MAX_CHARS || isDenial(text)) return false;
  if (isAllClear(text) || echoesArgs(args, result)) return true;
  if (text.split(/\s+/).length > MAX_WORDS) return false;
  return saysDone(text) || echoesName(tool, text) || labelsText(args, text);
}
