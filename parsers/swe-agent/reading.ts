import type {Fact, JsonObject, Locator} from '../api.js';
import {ConversationTracker} from '../common/conversation.js';
import {Oddities} from '../common/oddities.js';
import {ListNumbers, Transcript} from '../common/transcript.js';

/** One instance per file; the file does not name it. */
export const TRACE = 'run';
export const AGENT = 'agent';

/** Lists of the histories are numbered from here, those of `query` from 1. */
const FIRST_HISTORY_LIST = 1_000_000_000;

/** What the first pass finds out, so that the second can write in order. */
export interface Survey {
  /** Attempts of a retrying agent; what stands beside them repeats the chosen one. */
  readonly attempts: Map<number, PartSurvey>;
  readonly top: PartSurvey;
}

export interface PartSurvey {
  steps: number;
  /** Replies in the history, demonstrations apart. */
  readonly replies: ReplySurvey[];
  readonly firstAt: Locator;
  task?: {readonly text: string; readonly at: Locator};
}

export interface ReplySurvey {
  /** What the step that made this reply has as its action. */
  readonly action: string | undefined;
  readonly toolName?: string;
  readonly toolCallId?: string;
}

/** One trajectory with its history: the file, or one attempt in it. */
export interface Part {
  readonly survey: PartSurvey;
  readonly agentId: string;
  readonly prefix: string;
  readonly transcript: Transcript;
  /** Steps read so far, harness exits included. */
  steps: number;
  /** Step number of each reply in the history, as far as steps were matched. */
  readonly stepOfReply: number[];
  repliesRead: number;
  /** Steps whose prompt came in `query`. */
  readonly hasQuery: Set<number>;
  /** The call of the last reply in a history without trajectory. */
  open: string | undefined;
  info: JsonObject | undefined;
  lastAt: Locator;
}

export interface Reading {
  readonly facts: Fact[];
  readonly survey: Survey;
  readonly parts: Map<number, Part>;
  readonly tracker: ConversationTracker;
  readonly numbers: ListNumbers;
  readonly oddities: Oddities;
}

export function createReading(survey: Survey): Reading {
  return {
    facts: [],
    survey,
    parts: new Map(),
    tracker: new ConversationTracker(),
    numbers: new ListNumbers(FIRST_HISTORY_LIST),
    oddities: new Oddities(),
  };
}

/** Part 0 is the file itself, part N its Nth attempt. */
export function openPart(reading: Reading, index: number): Part | undefined {
  const known = reading.parts.get(index);
  if (known !== undefined) return known;
  const {survey, numbers} = reading;
  const part = index === 0 ? survey.top : survey.attempts.get(index);
  if (part === undefined) return undefined;
  const agentId = index === 0 ? AGENT : `attempt-${String(index)}`;
  const opened: Part = {
    survey: part,
    agentId,
    prefix: index === 0 ? '' : `${agentId}/`,
    transcript: new Transcript(TRACE, agentId, numbers),
    steps: 0,
    stepOfReply: [],
    repliesRead: 0,
    hasQuery: new Set(),
    open: undefined,
    info: undefined,
    lastAt: part.firstAt,
  };
  reading.parts.set(index, opened);
  return opened;
}
