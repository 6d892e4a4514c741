import type {JsonObject} from '../../model/json.js';
import {maskVolatile} from '../../tree/signature/mask-volatile.js';
import {toFieldRole} from '../../tree/signature/volatile-fields.js';

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
    ACT_ACK.test(answer) ||
    GESTURE_ACK.test(answer) ||
    JSON_ACK.test(answer)
  );
}

const BARE_VERDICT = /^\W*(?:yes|no|y|n|true|false|on|off|-?\d+(?:\.\d+)?)\W*$/i;

/** The good answer of a check: over a batch of sound targets it is the same by nature. */
const ALL_WELL =
  /^\W*(?:(?:http )?20[0-6]\b(?: ok| created| accepted| no content)?|ok|pass(?:ed)?|valid|healthy|up|reachable|clean|success(?:ful)?|(?:all )?(?:checks?|tests?) pass(?:ed)?|no (?:lint |type |style |syntax )?(?:issues?|errors?|problems?|warnings?|violations?|vulnerabilit(?:y|ies)|differences?|changes?|conflicts?)(?: were| was)?(?: found| detected| reported)?)\W*$/i;
const VERDICT_FIELD =
  /^(?:is_?)?(?:valid|ok|passed|healthy|exists|success|match(?:es)?|allowed|reachable|available|up|clean)$/i;

/** `{"valid": true}`, with or without request ids and durations beside it. */
function isJsonVerdict(answer: string): boolean {
  if (!answer.startsWith('{')) return false;
  try {
    const fields = Object.entries(JSON.parse(answer) as JsonObject);
    const telling = fields.filter(([key]) => toFieldRole(key) !== 'volatile');
    const only = telling[0];
    return (
      telling.length === 1 &&
      only !== undefined &&
      VERDICT_FIELD.test(only[0]) &&
      typeof only[1] === 'boolean'
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

const STATE =
  'pending|running|in[ _-]?progress|queued|processing|waiting|starting|building|deploying|not (?:yet )?(?:ready|done|finished|complete)|still (?:running|working|waiting|pending)|working|scheduled|initiali[sz]ing|creating|provisioning|unchanged|no (?:change|new (?:output|messages|data|events))';
const BARE_STATE = new RegExp(
  `^\\W*(?:(?:status|state|job|task|build|process|it)\\b\\W*(?:\\w+\\W+)?(?:is\\s+)?)?(?:${STATE})\\W*$`,
  'i',
);
const FIELD_STATE = new RegExp(
  `"(?:status|state|phase)"\\s*:\\s*"(?:${STATE})"|<status>\\s*(?:${STATE})\\s*</status>`,
  'i',
);

/** True for an answer that says that something is still under way. */
export function isPendingState(answer: string): boolean {
  if (answer.length > MAX_CHARS * 4) return false;
  return (answer.length <= 60 && BARE_STATE.test(answer)) || FIELD_STATE.test(answer);
}

const UNKNOWN_TOOL =
  /\b(?:unknown|no such|invalid|unrecogni[sz]ed|undefined|unavailable|unsupported|nonexistent)\s+(?:tool|function)\b|\b(?:tool|function)s?\b.{0,80}?\b(?:not found|does(?:n't| not) exist|is not (?:available|registered|defined|recogni[sz]ed|a valid|valid|known|supported)|not (?:available|registered|defined|recogni[sz]ed|supported|in (?:the )?(?:list|set|registry)|among|one of|part of))|\bnot a (?:valid|known|registered) (?:tool|function)\b|\bno (?:tool|function) (?:named|called)\b/i;

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
