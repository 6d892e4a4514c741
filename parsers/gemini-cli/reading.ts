import type {Fact, JsonObject, Locator} from '../api.js';
import {ConversationTracker} from '../common/conversation.js';
import {Oddities} from '../common/oddities.js';
import {ListNumbers, Transcript} from '../common/transcript.js';

/** Lists of transcripts are numbered from here, those of telemetry requests from 1. */
const FIRST_TRANSCRIPT_LIST = 1_000_000_000;

export interface Session {
  readonly id: string;
  readonly transcript: Transcript;
  readonly firstAt: Locator;
  lastAt: Locator;
  attributes: JsonObject;
  startUs: number | undefined;
  endUs: number | undefined;
  /** Time of the message or result before: a request goes out when its input was there. */
  previousUs: number | undefined;
  model: string | undefined;
  /** The newest message: a later line of the same id is its newer version. */
  held: {readonly value: JsonObject; readonly at: Locator} | undefined;
  /** Messages whose words are in the transcript. */
  readonly told: Set<string>;
  /** Telemetry: records that became spans without an id of their own. */
  records: number;
  /** Telemetry: requests without a response, by prompt. */
  readonly requests: Map<
    string,
    {readonly text: string | undefined; readonly us: number | undefined}
  >;
}

export interface Reading {
  facts: Fact[];
  readonly sessions: Map<string, Session>;
  /** Session that lines without an id of their own belong to. */
  current: Session | undefined;
  readonly tracker: ConversationTracker;
  readonly numbers: ListNumbers;
  readonly oddities: Oddities;
}

export function createReading(): Reading {
  return {
    facts: [],
    sessions: new Map(),
    current: undefined,
    tracker: new ConversationTracker(),
    numbers: new ListNumbers(FIRST_TRANSCRIPT_LIST),
    oddities: new Oddities(),
  };
}

export function openSession(reading: Reading, id: string, at: Locator): Session {
  const known = reading.sessions.get(id);
  if (known !== undefined) {
    reading.current = known;
    return known;
  }
  const session: Session = {
    id,
    transcript: new Transcript(id, id, reading.numbers),
    firstAt: at,
    lastAt: at,
    attributes: {},
    startUs: undefined,
    endUs: undefined,
    previousUs: undefined,
    model: undefined,
    held: undefined,
    told: new Set(),
    records: 0,
    requests: new Map(),
  };
  reading.sessions.set(id, session);
  reading.current = session;
  reading.facts.push({
    kind: 'span',
    span: {traceId: id, spanId: id, kind: 'agent', name: 'gemini-cli', agentName: 'gemini-cli'},
    at,
  });
  return session;
}

export function touch(session: Session, us: number | undefined): void {
  if (us === undefined) return;
  if (session.startUs === undefined || us < session.startUs) session.startUs = us;
  if (session.endUs === undefined || us > session.endUs) session.endUs = us;
}
