import type Database from 'better-sqlite3';
import {toCallNature, toNameWords} from '../../detect/view/tool-nature.js';
import {parseJson} from '../../ingest/records/parse-json.js';
import type {JsonValue} from '../../model/json.js';
import {formatTimeUs} from '../../text/times.js';

export interface FunctionDoc {
  readonly call: string;
  readonly gives: string;
}

interface QueryFunction extends FunctionDoc {
  readonly name: string;
  readonly run: (...values: readonly unknown[]) => string | bigint | null;
}

/** Words of a tool's name that say that it asks a person. */
const ASKING = new Set(['approve', 'approval', 'approved', 'confirm', 'confirmation', 'permission', 'consent',
  'authorize', 'authorization', 'review', 'human']); // prettier-ignore

export const TABLE_FUNCTIONS: readonly FunctionDoc[] = [
  {
    call: 'step_rows(run_id)',
    gives: 'the columns of `steps` for one run, without the case around it',
  },
  {call: 'node_rows(run_id)', gives: 'call tree and events of one run, what `--match` looks at'},
  {
    call: 'thread_rows(node)',
    gives:
      'a conversation, oldest message first: place, node, body; the node is `in_node` of a step',
  },
];

/** Functions that a query may call, all of them pure. */
export const FUNCTIONS: readonly QueryFunction[] = [
  {
    name: 'iso',
    call: 'iso(time_us)',
    gives: 'a time as text, in UTC',
    run: (timeUs) => (timeUs === null ? null : formatTimeUs(Number(timeUs), 'utc')),
  },
  {
    name: 'is_write',
    call: 'is_write(name, arguments)',
    gives: '1 if a tool call changes something, by its name and arguments: a judgement of ours',
    run: (name, args) => toBit(toCallNature(toText(name), readArguments(args)).mutates),
  },
  {
    name: 'is_approval',
    call: 'is_approval(kind, name)',
    gives: '1 for a user turn, a guardrail, and a tool whose name says that it asks a person',
    run: (kind, name) =>
      toBit(
        kind === 'user-turn' ||
          kind === 'guardrail' ||
          (kind === 'tool' && toNameWords(toText(name)).some((word) => ASKING.has(word))),
      ),
  },
];

export function registerFunctions(db: Database.Database): void {
  for (const {name, run} of FUNCTIONS) {
    db.function(name, {deterministic: true, varargs: true}, run);
  }
}

function toBit(value: boolean): bigint {
  return value ? 1n : 0n;
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function readArguments(value: unknown): JsonValue | undefined {
  if (typeof value !== 'string') return undefined;
  if (!value.startsWith('{')) return value;
  try {
    return parseJson(value);
  } catch {
    return value; // Text that only begins like JSON is text.
  }
}
