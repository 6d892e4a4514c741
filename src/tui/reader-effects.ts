import type {DataAction} from '../replay/actions.js';
import type {TraceReader} from '../replay/reader.js';
import {missingData, type DataRequest} from '../replay/requests.js';
import type {ReplayState} from '../replay/state.js';
import type {AppStore} from './app-store.js';

/** Questions under way at once: a held key must not queue a read for every step it passes. */
const MAX_IN_FLIGHT = 4;

/**
 * The one effect of the replay: after each change asks the reader for what the state lacks, each question
 * once, and turns the answers into actions. Answers to old questions are ignored by the reducer.
 */
export function connectReader(store: AppStore, reader: TraceReader): () => void {
  const inFlight = new Set<string>();
  let isStopped = false;
  const ask = (): void => {
    const state = store.get().replay;
    for (const request of missingData(state)) {
      if (isStopped || inFlight.size >= MAX_IN_FLIGHT) return;
      // One detail at a time: once it is answered the cursor's step is asked for, not those between.
      const slot = request.kind === 'detail' ? 'detail' : request.key;
      if (inFlight.has(slot)) continue;
      inFlight.add(slot);
      void answer(reader, state, request).then((action) => {
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

/** Never rejects: a failed read is an action too. */
export async function answer(
  reader: TraceReader,
  state: ReplayState,
  request: DataRequest,
): Promise<DataAction> {
  const {epoch, run} = state;
  try {
    return await read(reader, {runId: run.id, epoch}, request);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {kind: 'read-failed', epoch, key: request.key, message};
  }
}

async function read(
  reader: TraceReader,
  context: {readonly runId: string; readonly epoch: number},
  request: DataRequest,
): Promise<DataAction> {
  const {runId, epoch} = context;
  switch (request.kind) {
    case 'rows': {
      const rows = await reader.steps(runId, request.from, request.to);
      return {kind: 'rows-loaded', epoch, page: request.page, rows};
    }
    case 'detail': {
      const {step, textLimit} = request;
      const detail = await reader.step(runId, step, textLimit);
      return {kind: 'detail-loaded', epoch, step, detail, textLimit};
    }
    case 'error': {
      const step = await reader.nextError(runId, request.from, request.forward);
      return {kind: 'error-found', epoch, token: request.token, step};
    }
  }
}
