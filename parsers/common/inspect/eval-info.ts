import type {JsonObject} from '../../api.js';
import {objectOf, textOf} from '../fields.js';

/** What the header of a log says of all its samples. */
export interface EvalInfo {
  /** Unique where the log has ids of its own. */
  readonly id: string;
  readonly task: string | undefined;
  readonly model: string | undefined;
  readonly status: string | undefined;
}

export function readEvalInfo(log: JsonObject | undefined): EvalInfo {
  const spec = (log === undefined ? undefined : objectOf(log, 'eval')) ?? {};
  return {
    id: textOf(spec, 'eval_id') ?? textOf(spec, 'run_id') ?? textOf(spec, 'task_id') ?? 'eval',
    task: textOf(spec, 'task'),
    model: textOf(spec, 'model'),
    status: log === undefined ? undefined : textOf(log, 'status'),
  };
}
