import type {Fact, JsonObject, JsonValue, Locator} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {AgentSession} from '../common/agent-session.js';
import {numberOf, objectOf, omitFields, pickFields, textOf} from '../common/fields.js';
import {within} from '../common/places.js';
import {ListNumbers} from '../common/transcript.js';
import {toUsage} from '../common/usage.js';
import {readStep} from './read-step.js';

interface Open {
  readonly session: AgentSession;
  /** Place of the trajectory in its record: tells those of one array apart. */
  readonly place: string;
  about: JsonObject;
  last: Locator;
}

/** Trajectories of sub-agents inside one document that are opened; a hostile one nests without end. */
const MAX_EMBEDDED = 10_000;

/** The trajectory that is being read, and the facts of those before it. */
export class Trajectories {
  readonly #facts: Fact[] = [];
  readonly #numbers = new ListNumbers();
  readonly #timesUsed = new Map<string, number>();
  #open: Open | undefined;

  open(about: JsonObject, at: Locator): AgentSession {
    const place = placeOf(at);
    if (this.#open?.place === place) {
      Object.assign(this.#open, {about, last: at});
      return this.#open.session;
    }
    this.finish();
    const session = this.#start(about, at);
    this.#open = {session, place, about, last: at};
    return session;
  }

  /** `rest` holds the keys that stood behind the steps: totals, and the file that goes on. */
  close(rest: JsonValue, at: Locator): void {
    if (this.#open === undefined) return;
    if (isObject(rest)) this.#open.about = {...this.#open.about, ...rest};
    this.#open.last = at;
    this.finish();
  }

  finish(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    this.#end(open.session, open.about, open.last);
    this.#readEmbedded(open);
  }

  take(): readonly Fact[] {
    if (this.#open !== undefined) this.#facts.push(...this.#open.session.facts.splice(0));
    return this.#facts.splice(0);
  }

  #start(about: JsonObject, at: Locator): AgentSession {
    const agent = objectOf(about, 'agent') ?? {};
    const id = textOf(about, 'session_id') ?? textOf(about, 'trajectory_id') ?? 'trajectory';
    const used = (this.#timesUsed.get(id) ?? 0) + 1;
    this.#timesUsed.set(id, used);
    const agentName = textOf(agent, 'name') ?? 'agent';
    const traceId = used === 1 ? id : `${id}#${String(used)}`;
    const session = new AgentSession({traceId, agentName, numbers: this.#numbers});
    session.begin(at);
    return session;
  }

  #end(session: AgentSession, about: JsonObject, at: Locator, runId?: string): void {
    const totals = objectOf(about, 'final_metrics') ?? {};
    const fields = {
      // Counts only where no step carries metrics.
      usage: toUsage({
        input: numberOf(totals, 'total_prompt_tokens'),
        output: numberOf(totals, 'total_completion_tokens'),
        cachedRead: numberOf(totals, 'total_cached_tokens'),
      }),
      attributes: {
        ...omitFields(objectOf(about, 'agent') ?? {}, ['name', 'tool_definitions']),
        ...pickFields(about, KEPT),
      },
    };
    session.patch(session.rootId, fields, at);
    session.finish(at, {sessionId: runId ?? textOf(about, 'session_id')});
    this.#facts.push(...session.facts.splice(0), ...session.oddities.take());
  }

  /** Since v1.7 a document may hold the trajectories of its sub-agents: traces of the same run. */
  #readEmbedded({session, about, last}: Open): void {
    const runId = textOf(about, 'session_id') ?? session.traceId;
    const open = [{about, at: last}];
    for (let next = 0; next < open.length && next < MAX_EMBEDDED; next++) {
      const parent = open[next];
      const list = getField(parent?.about ?? {}, 'subagent_trajectories');
      if (parent === undefined || !isArray(list)) continue;
      for (const [index, value] of list.entries()) {
        if (!isObject(value)) continue;
        const at = within(parent.at, `/subagent_trajectories/${String(index)}`);
        const inner = this.#start(value, at);
        const steps = getField(value, 'steps');
        for (const [step, raw] of (isArray(steps) ? steps : []).entries()) {
          if (isObject(raw)) readStep(inner, raw, value, within(at, `/steps/${String(step)}`));
        }
        this.#end(inner, value, at, runId);
        open.push({about: value, at});
      }
    }
  }
}

const KEPT = [
  'schema_version',
  'trajectory_id',
  'notes',
  'extra',
  'final_metrics',
  'continued_trajectory_ref',
];

/** `/0/steps/3` of an array is trajectory `/0`. */
function placeOf(at: Locator): string {
  if (at.kind === 'row') return String(at.rowid);
  const pointer = at.pointer ?? '';
  return pointer.slice(0, Math.max(0, pointer.indexOf('/steps')));
}
