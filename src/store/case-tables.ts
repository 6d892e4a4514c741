import type Database from 'better-sqlite3';
import {BodyTable} from './body-table.js';
import {ConversationTable} from './conversation-table.js';
import {LabelTable} from './label-table.js';
import {TraceTable} from './trace-table.js';

/** The tables that all versions of a case share, with what is remembered of them. */
export class CaseTables {
  readonly bodies: BodyTable;
  readonly conversations: ConversationTable;
  readonly labels: LabelTable;
  readonly traces: TraceTable;

  constructor(db: Database.Database) {
    this.bodies = new BodyTable(db);
    this.conversations = new ConversationTable(db, this.bodies);
    this.labels = new LabelTable(db);
    this.traces = new TraceTable(db);
  }

  /** Before COMMIT. */
  flush(options: {readonly mergeIndex: boolean}): void {
    this.bodies.flush(options);
    this.conversations.flush();
    this.labels.flush(options);
  }
}
