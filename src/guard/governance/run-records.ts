import type {JsonValue} from '../../model/json.js';

/** A tool as the model was told of it. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string | undefined;
  /** JSON Schema of its arguments; undefined = not recorded. */
  readonly parameters: JsonValue | undefined;
}

/** A recorded decision of a person or a policy about a call. */
export interface ApprovalRecord {
  /** Row of the span it belongs to; undefined = the run as a whole. */
  readonly spanRow: number;
  readonly decision: 'approved' | 'refused' | 'asked';
  /** Who decided, as logged. */
  readonly by: string | undefined;
}

/** What a log records beside the steps. Absent parts are "not recorded". */
export interface RunRecords {
  readonly toolDefinitions: readonly ToolDefinition[];
  readonly approvals: readonly ApprovalRecord[];
}

export const NO_RECORDS: RunRecords = {toolDefinitions: [], approvals: []};
