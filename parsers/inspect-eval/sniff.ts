import type {SniffHead, SniffVerdict} from '../api.js';

export const SAMPLE_FILE = /^samples\/(.+_epoch_\d+)\.json(?:~(\d+))?$/;
export const CHUNK_FILE =
  /^samples\/([^/]+_epoch_\d+)\/(sample|messages|events|attachments)(?:\/(\d+))?\.json$/;

/** Told by the members: `header.json` or `_journal/start.json`, which Inspect writes first. */
export function sniff({entries}: SniffHead): SniffVerdict {
  if (entries === undefined) return {match: 'no', reason: 'no archive and no folder'};
  if (entries.includes('_journal/start.json')) {
    return {match: 'yes', reason: 'has the member _journal/start.json'};
  }
  const hasSample = entries.some((path) => SAMPLE_FILE.test(path) || CHUNK_FILE.test(path));
  return entries.includes('header.json') && hasSample
    ? {match: 'yes', reason: 'has header.json and samples/ID_epoch_N'}
    : {match: 'no', reason: 'no _journal/start.json, and no header.json beside samples/'};
}
