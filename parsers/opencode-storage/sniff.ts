import type {SniffHead, SniffVerdict} from '../api.js';

export const MESSAGE = /(?:^|\/)message\/([^/]+)\/[^/]+\.json$/;
export const PART = /(?:^|\/)part\/(?:([^/]+)\/)?[^/]+\.json$/;
export const SESSION = /(?:^|\/)session\/(?:[^/]+\/)*[^/]+\.json$/;

/** Folders of the storage, and the file that counts its migrations. */
const BESIDE =
  /(?:^|\/)(?:project|session_diff|session_share|todo|share|snapshot|migration|log|tool-output)(?:\/|$)/;

export function sniff({entries = []}: SniffHead): SniffVerdict {
  if (!entries.some((path) => MESSAGE.test(path))) {
    return {match: 'no', reason: 'no message/SESSION/MESSAGE.json'};
  }
  if (!entries.some((path) => PART.test(path) || SESSION.test(path))) {
    return {match: 'no', reason: 'message/SESSION/MESSAGE.json without part/ or session/'};
  }
  const other = entries.find(
    (path) => ![MESSAGE, PART, SESSION, BESIDE].some((known) => known.test(path)),
  );
  return other === undefined
    ? {match: 'yes', reason: 'has message/SESSION/MESSAGE.json, part/ and session/'}
    : {match: 'no', reason: `holds OpenCode's storage and other files (${other.slice(0, 80)})`};
}
