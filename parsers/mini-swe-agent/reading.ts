import type {Fact, JsonObject, Locator} from '../api.js';
import {Oddities} from '../common/oddities.js';
import {ListNumbers, Transcript} from '../common/transcript.js';

/** One run per file; the file gives no id that stands before the messages. */
export const TRACE = 'run';
export const AGENT = 'agent';

/** What one pass over a trajectory knows. */
export interface Reading {
  readonly facts: Fact[];
  readonly transcript: Transcript;
  readonly oddities: Oddities;
  held: {readonly value: JsonObject; readonly at: Locator} | undefined;
  info: JsonObject | undefined;
  infoAt: Locator | undefined;
  instanceId: string | undefined;
  format: string | undefined;
  firstAt: Locator | undefined;
  messages: number;
  replies: number;
  /** Commands without an observation, in the order in which they run. */
  open: OpenCall[];
  /** A command whose observation has no return code: the last one is the submission. */
  uncoded: {readonly spanId: string; readonly at: Locator} | undefined;
  hasTimes: boolean;
  /** What the harness wrote last, for a run that ended without an answer to a command. */
  farewell: {readonly text: string; readonly at: Locator} | undefined;
}

export interface OpenCall {
  readonly spanId: string;
  readonly toolCallId?: string;
  readonly at: Locator;
}

export function createReading(): Reading {
  return {
    facts: [],
    transcript: new Transcript(TRACE, AGENT, new ListNumbers()),
    oddities: new Oddities(),
    held: undefined,
    info: undefined,
    infoAt: undefined,
    instanceId: undefined,
    format: undefined,
    firstAt: undefined,
    messages: 0,
    replies: 0,
    open: [],
    uncoded: undefined,
    hasTimes: false,
    farewell: undefined,
  };
}
