/**
 * Names of result fields that hold what every call makes anew: ids of requests and deliveries,
 * times, durations, process ids (OpenClaw #25627, #89090; Hermes kernel metadata). Left out on
 * purpose: plain `id`, `conversation_id`, `job_id`, `chat_id`: they may name what is talked about;
 * and plain `date` or `time`: an answer may be one, and a timestamp is masked by its shape.
 */
const EXACT = new Set([
  'requestid',
  'reqid',
  'traceid',
  'spanid',
  'runid',
  'messageid',
  'platformmessageid',
  'correlationid',
  'deliveryid',
  'receiptid',
  'eventid',
  'executionid',
  'invocationid',
  'callid',
  'toolcallid',
  'tooluseid',
  'responseid',
  'transactionid',
  'sessionid',
  'processid',
  'pid',
  'ppid',
  'nonce',
  'timestamp',
  'ts',
  'servertime',
  'createdat',
  'updatedat',
  'modifiedat',
  'startedat',
  'finishedat',
  'completedat',
  'endedat',
  'starttime',
  'endtime',
  'fetchedat',
  'lastchecked',
  'checkedat',
  'sentat',
  'duration',
  'durationms',
  'durationseconds',
  'elapsed',
  'elapsedms',
  'elapsedseconds',
  'elapsedtime',
  'latency',
  'latencyms',
  'tookms',
  'took',
  'walltime',
  'walltimeseconds',
  'executiontime',
  'executiontimems',
  'executioncount',
  'responsetime',
  'responsetimems',
  'uptime',
  'xrequestid',
  'xtraceid',
  'xcorrelationid',
  'xamznrequestid',
  'cfray',
  'servedat',
  'generatedat',
  'retrievedat',
  'respondedat',
  'receivedat',
  'requesttime',
  'servertimestamp',
  'querytime',
  'querytimems',
  'timems',
  'tookseconds',
  'waitedseconds',
  'uptimeseconds',
  'elapsedsec',
  'durationsec',
]);

/** Working directory echoed by a shell: its trailing run number is noise, the folder is not. */
const ECHOED_FOLDER = new Set(['cwd', 'workdir', 'workingdir', 'workingdirectory']);

const memo = new Map<string, 'volatile' | 'folder' | 'plain'>();
const MEMO_LIMIT = 4096;

/** Role of a result field by its name, whatever its spelling (`request_id`, `requestId`). */
export function toFieldRole(name: string): 'volatile' | 'folder' | 'plain' {
  const known = memo.get(name);
  if (known !== undefined) return known;
  const plain = name.replaceAll(/[_\-\s.]/g, '').toLowerCase();
  const role = EXACT.has(plain) ? 'volatile' : ECHOED_FOLDER.has(plain) ? 'folder' : 'plain';
  if (memo.size < MEMO_LIMIT) memo.set(name, role);
  return role;
}
