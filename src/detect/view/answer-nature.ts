import type {JsonObject} from '../../model/json.js';
import {maskVolatile} from '../../tree/signature/mask-volatile.js';
import {toFieldRole} from '../../tree/signature/volatile-fields.js';
import {isDenial} from './denial.js';

/** What an answer says by its own words, whatever the tool is called. */

/** Longest answer that can be a bare acknowledgement or a bare state. */
const MAX_CHARS = 300;

const BARE_ACK =
  /^\W*(?:ok|okay|done|success(?:ful(?:ly)?)?|true|null|none|completed?|ack(?:nowledged)?|accepted|no output|\(no output\)|0)?\W*$/i;
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

const BARE_VERDICT = /^\W*(?:yes|no|y|n|true|false|on|off|-?\d+(?:\.\d+)?)\W*$/i;

/** The good answer of a check: over a batch of sound targets it is the same by nature. */
const ALL_WELL =
  /^\W*(?:(?:http )?20[0-6]\b(?: ok| created| accepted| no content)?|ok|pass(?:ed)?|valid|healthy|up|reachable|clean|success(?:ful)?|(?:all )?(?:checks?|tests?) pass(?:ed)?|no (?:lint |type |style |syntax )?(?:issues?|errors?|problems?|warnings?|violations?|vulnerabilit(?:y|ies)|differences?|changes?|conflicts?)(?: were| was)?(?: found| detected| reported)?)\W*$/i;
const VERDICT_FIELD =
  /^(?:is_?)?(?:valid|ok|passed|healthy|exists|success|match(?:es)?|allowed|reachable|available|up|clean)$/i;

/** `{"valid": true}`, `{"valid": true, "mx": true}`, with or without request ids and durations beside it. */
function isJsonVerdict(answer: string): boolean {
  if (!answer.startsWith('{')) return false;
  try {
    const fields = Object.entries(JSON.parse(answer) as JsonObject);
    const telling = fields.filter(([key]) => toFieldRole(key) !== 'volatile');
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
  if (answer.length > 60) return false;
  return BARE_VERDICT.test(answer) || ALL_WELL.test(answer);
}

/** Of `STATE`: a word ending in -ing says that something is under way, but for these. */
const NOT_UNDER_WAY =
  'missing|nothing|something|everything|anything|string|warning|failing|existing|thing|king|ring|spring|finding|listing|setting|meaning|heading|remaining|conflicting|exceeding|closing';
const STATE = `pending|in[ _-]?progress|queued|in (?:the )?queue|not (?:yet )?(?:ready|done|finished|complete[d]?|available yet)|still \\w+ing|scheduled|unchanged|no (?:change|new (?:output|messages|data|events))|incomplete|(?!(?:${NOT_UNDER_WAY})\\b)[a-z]{3,20}ing(?: (?:up|out|in|down|on|off))?|en cours|en attente|en (?:curso|proceso|progreso|espera|cola)|pendiente|em (?:andamento|processamento|espera)|pendente|in (?:corso|attesa|bearbeitung|behandeling)|läuft(?: noch)?|ausstehend|wartet|bezig|w toku|в (?:процессе|очереди|работе)|ожидани[ея]|выполняется|处理中|進行中|进行中|处理|等待中?|排队中?|実行中|処理中|待機中|진행 ?중|대기 ?중|처리 ?중`;
/** What may stand behind a state: "(15s elapsed)", ", please wait", "for 3 minutes". */
const TAIL =
  '(?:\\W*\\([^()]{0,60}\\)|,? (?:for|since|after|please wait|check back|try again later)\\b.{0,40})?';
const BARE_STATE = new RegExp(
  `^\\W*(?:(?:status|state|job|task|build|process|it|export|deployment|deploy|import|run|order|request)\\b\\W*(?:[\\w#-]+\\W+)?(?:(?:is|are|was)\\s+)?)?(?:\\w{1,40}[_-])?(?:${STATE})${TAIL}\\W*$`,
  'iu',
);
const FIELD_STATE = new RegExp(
  `"\\w{0,40}(?:status|state|phase)"\\s*:\\s*"(?:\\w{1,40}[_ -])?(?:${STATE})"|<status>\\s*(?:${STATE})\\s*</status>`,
  'i',
);

/** True for an answer that says that something is still under way. */
export function isPendingState(answer: string): boolean {
  if (answer.length > MAX_CHARS * 4) return false;
  return (answer.length <= 80 && BARE_STATE.test(answer)) || FIELD_STATE.test(answer);
}

const A_TOOL = '(?:tool|function|action|method|plugin|skill|command name)';
const UNKNOWN_TOOL = new RegExp(
  [
    `\\b(?:unknown|no such|invalid|unrecogni[sz]ed|undefined|unavailable|unsupported|nonexistent|non-existent|unregistered|undeclared) (?:tool|function)\\b`,
    `\\b(?:tool|function)s?\\b.{0,80}?\\b(?:not found|does(?:n't| not) exist|do not exist|don't exist|is (?:not|un)(?: an?)? ?(?:available|registered|defined|recogni[sz]ed|valid|known|supported)|is (?:unknown|undefined|unavailable|missing)|not (?:available|registered|defined|recogni[sz]ed|supported|in (?:the )?(?:list|set|registry)|among|one of|part of))`,
    `\\bnot an? (?:valid|known|registered|recogni[sz]ed|available|supported|existing|defined) ${A_TOOL}\\b`,
    `\\b(?:no|not any|without an?) (?:tool|function) (?:named|called|with (?:the )?name|registered|found|matching|handler|exists?)\\b`,
    `\\bno handler (?:for|registered for) (?:tool|function)\\b`,
  ].join('|'),
  'i',
);

/** True for an error that says that the tool itself does not exist. */
export function saysUnknownTool(error: string): boolean {
  return UNKNOWN_TOOL.test(error.slice(0, 500));
}

const EXIT_WORDS = new Set(['error', 'command', 'process', 'script', 'shell', 'failed', 'failure', 'fail',
  'exit', 'exited', 'returned', 'return', 'with', 'non', 'zero', 'nonzero', 'a', 'an', 'code', 'status',
  'the']); // prettier-ignore

/** True for an error that tells nothing but that a command failed: many causes share it. */
export function isBareExit(error: string): boolean {
  if (error.length > 80) return false;
  const words = error.toLowerCase().match(/[a-z]+|\d+/g) ?? [];
  return words.every((word) => EXIT_WORDS.has(word) || /^\d{1,3}$/.test(word));
}
