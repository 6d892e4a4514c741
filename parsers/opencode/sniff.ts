import type {SniffHead, SniffVerdict} from '../api.js';
import {isArray, isObject} from '../api.js';
import {isExport, isMessageWithParts, toDocKind} from '../common/opencode/docs.js';
import {objectOf, textOf} from '../common/fields.js';

/** Documents looked at: a dump may begin with those of the project. */
const LOOKED_AT = 16;

/** An export, a list of messages with parts, or documents of the storage one after the other. */
export function sniff({values, tables}: SniffHead): SniffVerdict {
  if (tables !== undefined) return {match: 'no', reason: 'tables, no documents'};
  for (const value of values.slice(0, LOOKED_AT)) {
    if (isArray(value) && isMessageWithParts(value[0])) {
      return {match: 'yes', reason: 'has [].info.sessionID and [].parts'};
    }
    if (!isObject(value)) continue;
    if (isExport(value)) return {match: 'yes', reason: 'has info.projectID and messages[].parts'};
    const kind = toDocKind(value);
    if (kind === 'message' && hasModel(value)) {
      return {match: 'yes', reason: 'has sessionID, role, time and a model with providerID'};
    }
    if (kind === 'session' && textOf(value, 'directory') !== undefined) {
      return {match: 'yes', reason: 'has projectID, directory and time.created'};
    }
    if (kind === 'part' && isPart(value.messageID, value.sessionID, objectOf(value, 'state'))) {
      return {match: 'yes', reason: 'is a part with messageID and type'};
    }
  }
  return {
    match: 'no',
    reason: 'no sessionID beside role, messageID beside type, or info.projectID',
  };
}

function hasModel(value: Parameters<typeof toDocKind>[0]): boolean {
  const model = objectOf(value, 'model') ?? value;
  return textOf(model, 'providerID') !== undefined || textOf(model, 'modelID') !== undefined;
}

function isPart(messageId: unknown, sessionId: unknown, state: unknown): boolean {
  return (
    typeof messageId === 'string' &&
    (typeof sessionId === 'string' || state !== undefined || messageId !== '')
  );
}
