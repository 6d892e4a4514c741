import type {CallTree} from './call-tree.js';
import {LaneTracks} from './lane-tracks.js';
import type {LaneStay} from './lane-tracks.js';
import {PairIndex} from './pair-index.js';
import type {Lane} from './run-view.js';
import {fromSpanKind} from './span-table.js';
import type {SpanTable} from './span-table.js';
import {NO_STEP} from './step-rows.js';

const AGENT = fromSpanKind('agent');
const TOOL = fromSpanKind('tool');
const LLM = fromSpanKind('llm');
/** Lanes nested deeper share the last one: a recursion of a million levels needs no million lanes. */
const MAX_LANE_DEPTH = 1000;
/** What a lane key is made of besides its parent lane: key numbers of different kinds never meet. */
const KEY = {agent: -2, agentInstance: -3, tool: -4, fork: -5, branch: -6, actor: -7} as const;

export type LaneHead = Omit<Lane, 'steps'>;

export interface LaneAssignment {
  readonly lanes: readonly LaneHead[];
  /** Lane in which the row's own step is taken. */
  readonly stepLane: Int32Array;
  /** Lane of what happens inside the row. */
  readonly innerLane: Int32Array;
  /** Row of the nearest tool call above, which set the actor to work; -1 for none. */
  readonly delegation: Int32Array;
}

/**
 * Lanes (DESIGN section 2). Lane 0 is the run's. An agent has a lane per instance: by its id where
 * the log tells one, else one for all its turns that follow each other under the same lane, and more
 * where they run side by side. What a tool call does inside has a lane of its own. Siblings whose
 * steps interleave (parallel graph nodes, traces side by side) are forked into lanes by name; siblings one after the other are not.
 * O(n log n), iterative.
 */
export function assignLanes(
  spans: SpanTable,
  tree: CallTree,
  stepKind: Uint8Array,
): LaneAssignment {
  return new LaneAssigner(spans, tree, stepKind).assign();
}

class LaneAssigner {
  readonly #spans: SpanTable;
  readonly #tree: CallTree;
  readonly #stepKind: Uint8Array;
  readonly #lanes: LaneHead[] = [{agentName: undefined, agentRow: -1, branch: undefined}];
  /** Lane below which an explicit branch of the lane hangs: the lane without the branch. */
  readonly #baseLane: number[] = [0];
  readonly #keys = new PairIndex();
  readonly #tracks: (LaneTracks | undefined)[] = [];
  readonly #laneOfKey = new Map<number, number>();
  readonly #laneOfAgentId = new Map<number, number>();
  /** String numbers of each lane's actor; -1 = not known. */
  /** Lanes around each lane. */
  readonly #depthOf: number[] = [0];
  readonly #actorOf: Actor[] = [{agentId: -1, agentName: -1}];
  /** First and last row with a step below each row, the row itself not counted; -1 for none. */
  readonly #firstBelow: Int32Array;
  readonly #lastBelow: Int32Array;

  constructor(spans: SpanTable, tree: CallTree, stepKind: Uint8Array) {
    this.#spans = spans;
    this.#tree = tree;
    this.#stepKind = stepKind;
    this.#firstBelow = new Int32Array(tree.count).fill(-1);
    this.#lastBelow = new Int32Array(tree.count).fill(-1);
  }

  assign(): LaneAssignment {
    const {count, preOrder, parent} = this.#tree;
    this.#measureStays();
    const stepLane = new Int32Array(count);
    const innerLane = new Int32Array(count);
    const delegation = new Int32Array(count).fill(-1);
    const forked = new Uint8Array(count);
    this.#markForks(this.#tree.roots, forked);
    for (const row of preOrder) {
      const above = parent[row] ?? -1;
      const caller = this.#enterBranch(row, above < 0 ? 0 : (innerLane[above] ?? 0));
      const callerIsTool = above >= 0 && this.#spans.kind[above] === TOOL;
      delegation[row] = callerIsTool ? above : (delegation[above] ?? -1);
      const kind = this.#spans.kind[row];
      const outer = kind === AGENT ? caller : this.#enterActor(row, caller);
      let inner = outer;
      if (kind === AGENT) inner = this.#enterAgent(row, outer);
      else if (this.#firstBelow[row] !== -1 && kind === TOOL) {
        inner = this.#enterTracked(row, {outer, keyKind: KEY.tool, key: this.#nameOf(row)});
      } else if (forked[row] === 1) {
        inner = this.#enterTracked(row, {outer, keyKind: KEY.fork, key: this.#nameOf(row)});
      }
      // A root agent has no caller in whose lane it could start, a delegated one was already called
      // there by the tool; a forked model call goes with its tools.
      const startsInside = (kind === AGENT && (above < 0 || callerIsTool)) || kind === LLM;
      stepLane[row] = startsInside ? inner : outer;
      innerLane[row] = inner;
      this.#markForks(this.#childrenOf(row), forked);
    }
    return {lanes: this.#lanes, stepLane, innerLane, delegation};
  }

  #measureStays(): void {
    const {preOrder, parent, count} = this.#tree;
    for (let place = count - 1; place >= 0; place--) {
      const row = preOrder[place] ?? 0;
      const above = parent[row] ?? -1;
      if (above < 0) continue;
      this.#widen(above, this.#firstBelow[row] ?? -1);
      this.#widen(above, this.#lastBelow[row] ?? -1);
      if (this.#stepKind[row] !== NO_STEP) this.#widen(above, row);
    }
  }

  #widen(row: number, step: number): void {
    if (step < 0) return;
    const first = this.#firstBelow[row] ?? -1;
    if (first < 0 || step < first) this.#firstBelow[row] = step;
    if (step > (this.#lastBelow[row] ?? -1)) this.#lastBelow[row] = step;
  }

  /** Marks the siblings whose steps interleave with those of another sibling. Agents and tools have lanes anyway. */
  #markForks(siblings: Iterable<number>, forked: Uint8Array): void {
    const stays: {row: number; first: number; last: number}[] = [];
    for (const row of siblings) {
      const kind = this.#spans.kind[row];
      if (kind === AGENT || kind === TOOL || this.#firstBelow[row] === -1) continue;
      const {firstRow, lastRow} = this.#stayOf(row);
      stays.push({row, first: firstRow, last: lastRow});
    }
    if (stays.length < 2) return;
    stays.sort((a, b) => a.first - b.first);
    let previous = stays[0];
    for (const stay of stays.slice(1)) {
      if (previous !== undefined && stay.first < previous.last) {
        forked[stay.row] = 1;
        forked[previous.row] = 1;
      }
      if (previous === undefined || stay.last > previous.last) previous = stay;
    }
  }

  *#childrenOf(row: number): Generator<number> {
    const {firstChild, nextSibling} = this.#tree;
    for (let child = firstChild[row] ?? -1; child >= 0; child = nextSibling[child] ?? -1)
      yield child;
  }

  /** Steps below the row; an LLM call's own step goes with them, and a row without any is itself. */
  #stayOf(row: number): LaneStay {
    const first = this.#firstBelow[row] ?? -1;
    const last = this.#lastBelow[row] ?? -1;
    const own = first < 0 || (this.#stepKind[row] !== NO_STEP && this.#spans.kind[row] === LLM);
    const startUs = this.#spans.startUs[row] ?? NaN;
    return {
      firstRow: own && !(first >= 0 && first < row) ? row : first,
      lastRow: own && row > last ? row : last,
      startUs,
      endUs: startUs + (this.#tree.totalUs[row] ?? NaN),
    };
  }

  /** A branch that the log names wins over what we infer. */
  #enterBranch(row: number, lane: number): number {
    const branch = this.#spans.branch[row] ?? -1;
    const name = branch < 0 ? undefined : this.#spans.strings[branch];
    if (name === undefined || this.#lanes[lane]?.branch === name) return lane;
    const base = this.#baseLane[lane] ?? 0;
    const key = this.#keys.intern(this.#keys.intern(base, KEY.branch), branch);
    return this.#enterKnown(key, {outer: base, branch: name, baseLane: base});
  }

  /** An instance id, where logged, is the same actor wherever it is called from. */
  #enterAgent(row: number, outer: number): number {
    const agentId = this.#spans.agentId[row] ?? -1;
    const lane = this.#enterTracked(row, {
      outer: agentId < 0 ? outer : 0,
      keyKind: agentId < 0 ? KEY.agent : KEY.agentInstance,
      key: agentId < 0 ? this.#nameOf(row) : agentId,
      agentRow: row,
    });
    if (agentId >= 0) this.#laneOfAgentId.set(agentId, lane);
    return lane;
  }

  /** A row that names another actor than the lane's acts in that actor's lane, agent span or not. */
  #enterActor(row: number, lane: number): number {
    const agentId = this.#spans.agentId[row] ?? -1;
    const agentName = this.#spans.agentName[row] ?? -1;
    if (agentId >= 0) {
      if (this.#actorOf[lane]?.agentId === agentId) return lane;
      const known = this.#laneOfAgentId.get(agentId);
      if (known !== undefined) return known;
      const opened = this.#open({outer: lane, branch: undefined, actor: {agentId, agentName}});
      this.#laneOfAgentId.set(agentId, opened);
      return opened;
    }
    if (agentName < 0 || this.#actorOf[lane]?.agentName === agentName) return lane;
    if ((this.#depthOf[lane] ?? 0) >= MAX_LANE_DEPTH) return lane;
    const key = this.#keys.intern(this.#keys.intern(lane, KEY.actor), agentName);
    return this.#enterKnown(key, {outer: lane, branch: undefined, actor: {agentId, agentName}});
  }

  #enterTracked(
    row: number,
    want: {
      readonly outer: number;
      readonly keyKind: number;
      readonly key: number;
      readonly agentRow?: number;
    },
  ): number {
    if ((this.#depthOf[want.outer] ?? 0) >= MAX_LANE_DEPTH) return want.outer;
    const key = this.#keys.intern(this.#keys.intern(want.outer, want.keyKind), want.key);
    const tracks = (this.#tracks[key] ??= new LaneTracks());
    const name = this.#spans.strings[want.key] ?? '';
    return tracks.enter(this.#stayOf(row), (number) => {
      const first = want.agentRow === undefined ? name : undefined;
      const branch = number === 0 ? first : `${name} ${String(number + 1)}`;
      return this.#open({...want, branch});
    });
  }

  #enterKnown(key: number, want: LaneWish): number {
    const known = this.#laneOfKey.get(key);
    if (known !== undefined) return known;
    const lane = this.#open(want);
    this.#laneOfKey.set(key, lane);
    return lane;
  }

  #open(want: LaneWish): number {
    const lane = this.#lanes.length;
    const {agentRow, outer, branch} = want;
    const actor = want.actor ?? this.#actorAt(agentRow) ?? this.#actorOf[outer] ?? NOBODY;
    this.#actorOf.push(actor);
    const owner = want.actor === undefined ? (agentRow ?? this.#lanes[outer]?.agentRow) : undefined;
    const agentName = actor.agentName < 0 ? undefined : this.#spans.strings[actor.agentName];
    this.#lanes.push({agentName, agentRow: owner ?? -1, branch});
    this.#baseLane.push(want.baseLane ?? lane);
    this.#depthOf.push((this.#depthOf[outer] ?? 0) + 1);
    return lane;
  }

  #actorAt(row: number | undefined): Actor | undefined {
    if (row === undefined) return undefined;
    return {agentId: this.#spans.agentId[row] ?? -1, agentName: this.#nameOf(row)};
  }

  /** String number of the actor's name: agent, tool, or the span's. */
  #nameOf(row: number): number {
    const {agentName, toolName, name, kind} = this.#spans;
    const own = kind[row] === AGENT ? agentName[row] : kind[row] === TOOL ? toolName[row] : -1;
    return own !== undefined && own >= 0 ? own : (name[row] ?? -1);
  }
}

interface Actor {
  readonly agentId: number;
  readonly agentName: number;
}

const NOBODY: Actor = {agentId: -1, agentName: -1};

interface LaneWish {
  readonly outer: number;
  readonly branch: string | undefined;
  readonly agentRow?: number;
  readonly baseLane?: number;
  readonly actor?: Actor;
}
