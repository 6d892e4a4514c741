import {parsers} from '../../../parsers/index.js';
import {proposeMap} from '../../../parsers/mapped/propose/propose-map.js';
import type {ProposedField} from '../../../parsers/mapped/propose/propose-map.js';
import {detectFormat} from '../../ingest/detect-format.js';
import {unreadable} from '../../ingest/input-files.js';
import {openFile} from '../../ingest/open-file.js';
import {buildSniffHead} from '../../ingest/sniff-head.js';
import type {SniffHead} from '../../model/record-source.js';
import {UserError} from '../../model/user-error.js';

/** What `formats --sample` found: a known format and why, or a map for an unknown one. */
export interface LookedAt {
  readonly file: string;
  readonly format?: {readonly id: string; readonly reason: string};
  /** YAML, with comments; printable as it is. */
  readonly map?: string;
  readonly fields?: readonly ProposedField[];
}

/** @throws UserError for a file that cannot be read, or holds nothing that a map could name */
export async function lookAtSample(path: string, file: string): Promise<LookedAt> {
  const head = await readHead(path);
  try {
    const {parser, reason} = detectFormat(head, parsers);
    return {file, format: {id: parser.id, reason}};
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const proposed = proposeMap(head);
    if (proposed !== undefined) return {file, map: proposed.yaml, fields: proposed.fields};
    throw new UserError(`${file}: no JSON records in it that a map could name`, {
      next: 'export the log as JSON lines (docs/own-format.md)',
      cause: error,
    });
  }
}

export function describeFormat({file, format}: LookedAt): string {
  const {id, reason} = format ?? {id: 'unknown', reason: 'nothing was found'};
  return `${file} is ${id} (${reason}): it needs no map`;
}

async function readHead(path: string): Promise<SniffHead> {
  try {
    return buildSniffHead((await openFile(path)).sniff);
  } catch (error) {
    throw unreadable(path, error);
  }
}
