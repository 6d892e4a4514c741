import type {StepRow} from '../../replay/reader.js';

/** A step as `--json` prints it: counted from 1, without the row number of the case. */
export function toStepJson(row: StepRow): object {
  return {...row, step: row.step + 1, spanKey: undefined};
}
