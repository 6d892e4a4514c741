/** What an answer says by its own words, whatever the tool is called. */

/** Longest answer that can be a bare state. */
const MAX_CHARS = 300;

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

/** `{"building": true}`, `{"done": false}` */
const FLAG_STATE =
  /"(?:is_?)?(?:\w{1,20}_)?(?:building|running|pending|in_?progress|processing|loading|waiting|queued|busy|working|syncing|uploading|downloading|starting)"\s*:\s*true\b|"(?:is_?)?(?:\w{1,20}_)?(?:done|completed?|finished|ready|resolved|terminated)"\s*:\s*false\b/i;

/** True for an answer that says that something is still under way. */
export function isPendingState(answer: string): boolean {
  if (answer.length > MAX_CHARS * 4) return false;
  return (
    (answer.length <= 80 && BARE_STATE.test(answer)) ||
    FIELD_STATE.test(answer) ||
    FLAG_STATE.test(answer)
  );
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
