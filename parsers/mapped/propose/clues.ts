import {BigNumber, isArray, isObject} from '../../api.js';
import type {JsonValue} from '../../api.js';
import {readTime} from '../../common/plain-time.js';
import {unfold} from '../../common/unfold.js';

/** What gives a field away: names of keys, the surest first, and what its values look like. */
export interface Clue {
  readonly names: readonly string[];
  readonly fits: (value: JsonValue) => boolean;
}

const clue = (names: string, fits: Clue['fits']): Clue => ({names: names.split(/\s+/), fits});

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

/** In the order in which places are given away: each place serves one field. */
export const CLUES: Readonly<Record<string, Clue>> = {
  parent: clue(
    'parentspanid parentid parentspan parentrunid parentuuid parentstepid parentevent parent',
    isId,
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
  ),
  end: clue(
    'endtime endedat endtimeunixnano endtimestamp endts finishedat completedat stoptime end finish',
    isTime,
  ),
  duration: clue(
    'durationms latencyms elapsedms tookms durationus durationns durations durationsec duration latency elapsed took runtime',
    isLength,
  ),
  'tokens.input': clue(
    'inputtokens prompttokens usageinputtokens usageprompttokens inputtokencount prompttokencount tokensin tokensinput tokensprompt promptcount usageinput usageprompt',
    isCount,
  ),
  'tokens.output': clue(
    'outputtokens completiontokens usageoutputtokens usagecompletiontokens outputtokencount candidatestokencount tokensout tokensoutput tokenscompletion usageoutput usagecompletion',
    isCount,
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
  'messages.in': clue('inputmessages promptmessages messages chathistory history', isMessageList),
  'messages.out': clue('outputmessages replymessages responsemessages', isMessageList),
  model: clue('modelname modelid requestmodel responsemodel llmmodel model engine', isWord),
  provider: clue('providername provider vendor', isWord),
  tool: clue('toolname functionname tool function', isWord),
  agent: clue('agentname agentrole agent actor assistantname worker who', isWord),
  error: clue(
    'errormessage errormsg exception error err failure errordetail stacktrace statusdescription',
    (value) => isAny(value) && value !== 0,
  ),
  status: clue('statuscode status state outcome level success succeeded ok', isStatus),
  input: clue(
    'toolinput toolargs toolarguments arguments args inputs input params parameters query request prompt payload',
    isAny,
  ),
  output: clue(
    'tooloutput toolresult outputs output results result response answer observation completion returnvalue reply',
    isAny,
  ),
  finish: clue('finishreason stopreason', isWord),
  name: clue('spanname operationname name operation title label stepname step action op', isWord),
};

export const KIND_NAMES: readonly string[] =
  'spankind spantype kind runtype eventtype steptype type category event op operation action role'.split(
    ' ',
  );
