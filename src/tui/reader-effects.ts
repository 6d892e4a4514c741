import {loadComparison} from '../replay/compare/load-comparison.js';
import type {DataAction} from '../replay/actions.js';
import type {NoteKeeper} from '../replay/notes.js';
import type {Pending} from '../replay/pending.js';
import type {StepRow, TraceReader} from '../replay/reader.js';
import {missingData, type DataRequest} from '../replay/requests.js';
import type {QueuedChange, ReplayState} from '../replay/state.js';
import {literal, type DisplayText} from '../text/visible.js';
import type {AppStore} from './app-store.js';

/** What the replay reaches outside of itself. */
export interface ReplayEffects {
  readonly reader: TraceReader;
  readonly notes: NoteKeeper | undefined;
  /** Writes the report of a run and says where; absent where reports cannot be written. */
  readonly exportReport: ((runId: string) => Promise<DisplayText>) | undefined;
}

/** Questions under way at once: a held key must not queue a read for every step it passes. */
const MAX_IN_FLIGHT = 4;

/**
 * The one effect of the replay: after each change asks the reader for what the state lacks, each question
 * once, and turns the answers into actions. Answers to old questions are ignored by the reducer.
 */
export function connectReader(store: AppStore, effects: ReplayEffects): () => void {
  const inFlight = new Set<string>();
  let isStopped = false;
  const ask = (): void => {
    const state = store.get().replay;
    for (const request of missingData(state)) {
      if (isStopped || inFlight.size >= MAX_IN_FLIGHT) return;
      const slot = slotOf(request);
      if (inFlight.has(slot)) continue;
      inFlight.add(slot);
      void answer(effects, state, request).then((action) => {
        inFlight.delete(slot);
        if (isStopped) return;
        store.dispatch({kind: 'replay', action});
        // A reply that was too late changes nothing, and so nobody else would ask on.
        ask();
      });
    }
  };
  const unsubscribe = store.onChange(ask);
  ask();
  return () => {
    isStopped = true;
    unsubscribe();
  };
}

/** One at a time of these: once it is answered the state of then is asked for, not those between. */
function slotOf({kind, key}: DataRequest): string {
  return kind === 'detail' || kind === 'tree' || kind === 'hit-rows' || kind === 'change'
    ? kind
    : key;
}

/** Never rejects: a failed read is an action too. */
export async function answer(
  effects: ReplayEffects,
  state: ReplayState,
  request: DataRequest,
): Promise<DataAction> {
  try {
    return await read(effects, state, request);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {kind: 'read-failed', epoch: state.epoch, key: request.key, message};
  }
}

async function read(
  effects: ReplayEffects,
  state: ReplayState,
  request: DataRequest,
): Promise<DataAction> {
  const {reader} = effects;
  const {epoch, run} = state;
  switch (request.kind) {
    case 'rows': {
      const rows = await reader.steps(run.id, request.from, request.to);
      return {kind: 'rows-loaded', epoch, page: request.page, rows};
    }
    case 'hit-rows': {
      const rows: StepRow[] = [];
      for (const step of request.steps) rows.push(...(await reader.steps(run.id, step, step + 1)));
      return {kind: 'hit-rows-loaded', epoch, rows};
    }
    case 'detail': {
      const {step, textLimit} = request;
      const detail = await reader.step(run.id, step, textLimit);
      return {kind: 'detail-loaded', epoch, step, detail, textLimit};
    }
    case 'tree': {
      const {pre, reach, view, version} = request;
      const window = await reader.treeAround(run.id, {pre, before: reach, after: reach, view});
      return {kind: 'tree-loaded', epoch, version, window};
    }
    case 'hits': {
      const {filter, condition, from, forward, limit} = request;
      const found = await reader.find(run.id, {condition, from, forward, limit});
      return {kind: 'hits-loaded', epoch, filter, forward, from, found};
    }
    case 'break': {
      const {condition, from} = request;
      const found = await reader.find(run.id, {condition, from, forward: true, limit: 1});
      return {kind: 'break-searched', epoch, found};
    }
    case 'change':
      return keep(effects, state, request.queued);
    case 'question':
      return resolveQuestion(effects, state, request.pending);
  }
}

async function keep(
  {reader, notes}: ReplayEffects,
  {epoch, run}: ReplayState,
  {token, change}: QueuedChange,
): Promise<DataAction> {
  let failure: string | undefined;
  try {
    if (notes === undefined) failure = 'this case takes no notes';
    else await notes.save(run.id, change);
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  return {kind: 'changed', epoch, token, notes: await reader.notes(run.id), failure};
}

async function resolveQuestion(
  effects: ReplayEffects,
  {epoch, run, findings}: ReplayState,
  pending: Pending,
): Promise<DataAction> {
  const {reader} = effects;
  const {token} = pending;
  switch (pending.kind) {
    case 'error': {
      const step = await reader.nextError(run.id, pending.from, pending.forward);
      return {kind: 'error-found', epoch, token, step};
    }
    case 'find': {
      const {condition, from, forward} = pending;
      const found = await reader.find(run.id, {condition, from, forward, limit: 1});
      return {kind: 'found', epoch, token, found};
    }
    case 'span': {
      const step = await reader.stepOfSpan(run.id, pending.spanId);
      return {kind: 'located', epoch, token, step};
    }
    case 'time': {
      const step = await reader.stepAtTime(run.id, pending.timeUs);
      return {kind: 'located', epoch, token, step};
    }
    case 'unfold': {
      const range = await reader.foldedBehind(run.id, pending.pre);
      return {kind: 'unfolded', epoch, token, range};
    }
    case 'compare': {
      const {request, columns} = pending;
      const context = {reader, runId: run.id, findings, columns};
      return {kind: 'compared', epoch, token, ...(await loadComparison(context, request))};
    }
    case 'export': {
      const said = await (effects.exportReport?.(run.id) ??
        literal('no report can be written here'));
      return {kind: 'exported', epoch, token, said};
    }
  }
}
