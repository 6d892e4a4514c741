import {isArray} from '../../model/json.js';
import type {JsonObject, JsonValue} from '../../model/json.js';
import {maskVolatile} from '../../tree/signature/mask-volatile.js';
import {toFieldRole} from '../../tree/signature/volatile-fields.js';
import {isDenial} from './denial.js';

/** Answers that are the same by nature: they confirm an act or give one of two or few verdicts. */

/** Longest answer that can be a bare acknowledgement or a bare state. */
const MAX_CHARS = 300;

/** Neither letter nor digit of any script. */
const MARKS = '[^\\p{L}\\p{N}]*';
const DONE =
  'ok|okay|done|success(?:ful(?:ly)?)?|true|null|none|completed?|ack(?:nowledged)?|accepted|no output|0|fertig|erledigt|hecho|listo|fait|terminé|feito|pronto|fatto|gotowe|klart|ferdig|tamam|valmis|готово|ок|完了|完成|成功|了解|好的?|완료';
const BARE_ACK = new RegExp(`^${MARKS}(?:${DONE})?${MARKS}$`, 'iu');
const ACT_ACK =
  /\b(?:wrote|written|created|updated|replaced|saved|deleted|removed|edited|applied|inserted|appended|moved|renamed|copied|sent|committed|added|installed|submitted|uploaded|published|stored|posted|scheduled|booked|modified|write complete|queued for)\b/i;
/** Acts on a page or a window, said by one word or at the beginning. */
const GESTURE_ACK =
  /^\W*(?:successfully )?(?:clicked|typed|scrolled|navigated|opened|selected|filled|pressed|entered|dragged|hovered|closed|switched|focused|submitted|tapped|swiped|moved)\b/i;
/** Moves on from where it stands, so that the same gesture again is another place. */
const RELATIVE_GESTURE =
  /^\W*(?:successfully )?(?:scrolled|swiped|pressed|paged|dragged|moved|stepped|advanced|zoomed|skipped|panned|rotated|turned)\b/i;
const JSON_ACK = /^\{[^{}]{0,200}"(?:ok|success|succeeded|acknowledged|accepted)"\s*:\s*true\b/;

/**
 * The lines that tell something: one that holds a request id or a duration below others is a footer
 * of the harness.
 */
function dropVolatileLines(text: string): string {
  const lines = text.split('\n');
  if (lines.length === 1) return text;
  const telling = lines.filter((line) => maskVolatile(line) === line).join('\n');
  return telling.trim() === '' ? text : telling;
}

/**
 * True for an answer that only confirms an act ("ok", "wrote 3 lines to a.md"): it is the same
 * every time by nature, so its sameness is no sign of standing still (stella#3176).
 */
export function isAcknowledgement(text: string): boolean {
  if (text.length > MAX_CHARS) return false;
  const answer = dropVolatileLines(text);
  return (
    BARE_ACK.test(answer) ||
    (ACT_ACK.test(answer) && !isDenial(answer.split('\n', 1)[0] ?? '')) ||
    GESTURE_ACK.test(answer) ||
    JSON_ACK.test(answer)
  );
}

/** True for an answer that only tells of a gesture whose effect depends on where it is made: "Scrolled down 600px". */
export function isRelativeGesture(text: string): boolean {
  return text.length <= MAX_CHARS && RELATIVE_GESTURE.test(text);
}

const BARE_VERDICT = new RegExp(
  `^${MARKS}(?:yes|no|y|n|true|false|on|off|-?\\d+(?:[.,]\\d+)?|ja|nein|oui|non|sí|si|sim|não|sì|nee|tak|nie|да|нет|はい|いいえ|是|否|예|아니요)${MARKS}$`,
  'iu',
);

const TROUBLE =
  '(?:lint |type |style |syntax )?(?:issues?|errors?|problems?|warnings?|violations?|vulnerabilit(?:y|ies)|differences?|changes?|conflicts?)';
/** The good answer of a check: over a batch of sound targets it is the same by nature. */
const ALL_WELL = new RegExp(
  `^${MARKS}(?:(?:http )?20[0-6](?!\\d)(?: ok| created| accepted| no content)?|ok|pass(?:ed)?|valid|healthy|alive|up|reachable|clean|correct|fine|success(?:ful)?|(?:all )?(?:checks?|tests?) pass(?:ed)?|no ${TROUBLE}(?: were| was)?(?: found| detected| reported)?|gültig|in ordnung|bestanden|válid[oa]|valide|conforme|correct[oea]|aprobad[oa]|valid[oa]|正常|有效|合格|有効|通过|정상)${MARKS}$`,
  'iu',
);
/** The head of an HTTP answer that went well: a status line and headers. */
const HTTP_WELL = /^HTTP\/[\d.]{1,4} 2\d\d\b[^\n]*(?:\n[\w-]{1,60}:[^\n]*)*\s*$/;
/** One number, address or code: asked of many targets it may be the same by chance. */
const BARE_VALUE = /^(?=\S*\d)[\w.:\/@#%+-]{1,40}$/;
const VERDICT_FIELD =
  /^(?:(?:is|has|can|contains|needs)_?\w{1,30}|valid|ok|passed|healthy|exists|success|match(?:es)?|allowed|reachable|available|up|clean|flagged|blocked|spam|toxic|infected|malicious|duplicate|vulnerable|violat(?:es|ion))$/i;

const isEmptyList = (value: JsonValue | undefined): boolean =>
  value !== undefined && isArray(value) && value.length === 0;

/** `{"valid": true}`, `{"flagged": false, "reasons": []}`, `{"valid": true, "mx": true}`, with or without request ids and durations beside it. */
function isJsonVerdict(answer: string): boolean {
  if (!answer.startsWith('{')) return false;
  try {
    const fields = Object.entries(JSON.parse(answer) as JsonObject);
    const telling = fields.filter(
      ([key, value]) => toFieldRole(key) !== 'volatile' && !isEmptyList(value),
    );
    return (
      telling.length > 0 &&
      telling.every(([, value]) => typeof value === 'boolean') &&
      (telling.every(([, value]) => value === true) ||
        telling.every(([key]) => VERDICT_FIELD.test(key)))
    );
  } catch {
    return false; // text that merely begins like JSON
  }
}

/** An answer with two or few values: asked of many targets it is mostly the same by nature. */
export function isBareVerdict(text: string): boolean {
  if (text.length > MAX_CHARS) return false;
  const answer = dropVolatileLines(text).trim();
  if (isJsonVerdict(answer)) return true;
  if (HTTP_WELL.test(answer)) return true;
  if (answer.length > 60) return false;
  return BARE_VERDICT.test(answer) || ALL_WELL.test(answer) || BARE_VALUE.test(answer);
}

/** True for a good verdict, or an "ok": asked whether it lives, it lives. */
export function saysWell(text: string): boolean {
  const answer = text.trim();
  return answer.length <= 60 && (ALL_WELL.test(answer) || (answer !== '' && BARE_ACK.test(answer)));
}
