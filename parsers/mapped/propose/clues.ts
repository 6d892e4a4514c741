import {BigNumber, isArray, isObject} from '../../api.js';
import type {JsonValue} from '../../api.js';
import {readTime} from '../../common/plain-time.js';
import {unfold} from '../../common/unfold.js';

/** What gives a field away: names of keys, the surest first, and what its values look like. */
export interface Clue {
  readonly names: readonly string[];
  /** Names that are none of these and still say it. */
  readonly like?: RegExp;
  readonly fits: (value: JsonValue) => boolean;
}

const clue = (names: string, fits: Clue['fits'], like?: RegExp): Clue => ({
  names: names.split(/\s+/),
  fits,
  ...(like === undefined ? {} : {like}),
});

const isId = (value: JsonValue): boolean =>
  value instanceof BigNumber || typeof value === 'number' || isWord(value);
const isWord = (value: JsonValue): boolean =>
  typeof value === 'string' && value !== '' && value.length <= 200 && !value.includes('\n');
const isCount = (value: JsonValue): boolean =>
  (typeof value === 'number' && value >= 0) ||
  (typeof value === 'string' && /^\d{1,12}$/.test(value));
const isLength = (value: JsonValue): boolean =>
  (typeof value === 'number' && value >= 0) ||
  (typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value));
const isTime = (value: JsonValue): boolean => readTime(value, 'auto') !== undefined;
const isAny = (value: JsonValue): boolean => value !== '';
const isStatus = (value: JsonValue): boolean => isWord(value) || typeof value === 'boolean';

export function isMessageList(value: JsonValue): boolean {
  const list = unfold(value);
  if (!isArray(list)) return false;
  const [first] = list;
  return first !== undefined && isObject(first) && (first.role ?? first.type) !== undefined;
}

/** Messages, or the words of the one reply. */
function isReply(value: JsonValue): boolean {
  return (typeof value === 'string' && value !== '') || isMessageList(value);
}

/** In the order in which places are given away: each place serves one field. */
export const CLUES: Readonly<Record<string, Clue>> = {
  parent: clue(
    'parentspanid parentid parentspan parentrunid parentuuid parentstepid parentevent parent',
    isId,
    /^(?:parent|caller|causedby|spawnedby|invokedby|startedby)(?:\w*id)?$/,
  ),
  trace: clue(
    'traceid contexttraceid traceuuid runid executionid workflowid workflowrunid jobid taskid run trace',
    isId,
  ),
  span: clue('spanid contextspanid stepid eventid nodeid callid uuid uid id span', isId),
  session: clue('sessionid conversationid threadid chatid conversation session thread', isId),
  call: clue('toolcallid tooluseid functioncallid', isId),
  start: clue(
    'starttime startedat starttimeunixnano starttimestamp startts startedtime start begin timestamp ts time createdat datetime date at',
    isTime,
    /^(?:began|begun|begins|started|opened|launched|created)(?:at|on|time|ts|ms|us|ns)?$/,
  ),
  end: clue(
    'endtime endedat endtimeunixnano endtimestamp endts finishedat completedat stoptime end finish',
    isTime,
    /^(?:ended|ends|finished|closed|completed|stopped)(?:at|on|time|ts|ms|us|ns)?$/,
  ),
  duration: clue(
    'durationms latencyms elapsedms tookms durationus durationns durations durationsec duration latency elapsed took runtime',
    isLength,
  ),
  'tokens.input': clue(
    'inputtokens prompttokens usageinputtokens usageprompttokens inputtokencount prompttokencount tokensin tokensinput tokensprompt promptcount usageinput usageprompt',
    isCount,
    /^(?!.*cach)\w*(?:in|input|prompt)(?:tok|token)s?\w*$|^tok(?:en)?s?(?:in|input|prompt)\w*$/,
  ),
  'tokens.output': clue(
    'outputtokens completiontokens usageoutputtokens usagecompletiontokens outputtokencount candidatestokencount tokensout tokensoutput tokenscompletion usageoutput usagecompletion',
    isCount,
    /^(?!.*reason)\w*(?:out|output|completion|generated)(?:tok|token)s?\w*$|^tok(?:en)?s?(?:out|output|completion)\w*$/,
  ),
  'tokens.cachedRead': clue(
    'cachereadinputtokens cachereadtokens cachedinputtokens cachedtokens cachedcontenttokencount cacheread',
    isCount,
  ),
  'tokens.cachedWrite': clue(
    'cachecreationinputtokens cachewriteinputtokens cachewritetokens cachewrite',
    isCount,
  ),
  'tokens.reasoning': clue('reasoningtokens thoughtstokencount thinkingtokens', isCount),
  'messages.in': clue(
    'inputmessages promptmessages messages chathistory history prompt conversation request input',
    isMessageList,
  ),
  'messages.out': clue(
    'outputmessages replymessages responsemessages completion completiontext reply replytext',
    isReply,
  ),
  model: clue('modelname modelid requestmodel responsemodel llmmodel model engine', isWord),
  provider: clue('providername provider vendor', isWord),
  tool: clue('toolname functionname tool function fn fnname', isWord),
  agent: clue('agentname agentrole agent actor assistantname worker who', isWord),
  error: clue(
    'errormessage errormsg exception error err failure errordetail stacktrace statusdescription',
    (value) => isAny(value) && value !== 0,
  ),
  status: clue('statuscode status state outcome level success succeeded ok', isStatus),
  input: clue(
    'toolinput toolargs toolarguments arguments args inputs input params kwargs parameters query request prompt payload',
    isAny,
  ),
  output: clue(
    'tooloutput toolresult outputs output results result response answer observation completion returnvalue returned reply',
    isAny,
  ),
  finish: clue('finishreason stopreason', isWord),
  name: clue('spanname operationname name operation title label stepname step action op', isWord),
};

export const KIND_NAMES: readonly string[] =
  'spankind spantype kind runtype eventtype steptype type category event op operation action role'.split(
    ' ',
  );
