import type {Fact, JsonObject, ParseContext, RecordSource} from '../api.js';
import {isObject} from '../api.js';
import {textOf} from '../common/fields.js';
import {toDocKind} from '../common/opencode/docs.js';
import type {Doc, DocKind} from '../common/opencode/docs.js';
import {Sessions} from '../common/opencode/sessions.js';
import {MESSAGE, PART, SESSION} from './sniff.js';

/** Members by what their path says they are; nothing of them is read yet. */
interface Members {
  readonly sessions: RecordSource[];
  /** By folder: the session. */
  readonly messages: Map<string, RecordSource[]>;
  /** By folder: the message. */
  readonly parts: Map<string, RecordSource[]>;
  /** Parts that stand in no folder of a message. */
  readonly looseParts: RecordSource[];
}

/** One session after the other: its messages and their parts are what is held. */
export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const members = await listMembers(source);
  const docs = new Map<string, Doc>();
  for (const member of members.sessions) {
    for (const doc of await readDocs(member, 'session', context)) {
      docs.set(textOf(doc.value, 'id') ?? '', doc);
    }
  }
  const loose = new Map<string, Doc[]>();
  for (const member of members.looseParts) {
    for (const doc of await readDocs(member, 'part', context)) {
      push(loose, textOf(doc.value, 'messageID') ?? '', doc);
    }
  }
  const sessions = new Sessions(docs);
  for (const [folder, sources] of members.messages) {
    context.signal.throwIfAborted();
    const messages = [];
    for (const member of sources) {
      for (const doc of await readDocs(member, 'message', context)) {
        const id = textOf(doc.value, 'id') ?? '';
        const parts: Doc[] = [...(loose.get(id) ?? [])];
        for (const part of members.parts.get(id) ?? []) {
          parts.push(...(await readDocs(part, 'part', context)));
        }
        members.parts.delete(id);
        messages.push({...doc, parts});
      }
    }
    const id = textOf(messages[0]?.value ?? {}, 'sessionID') ?? folder;
    const at = messages[0]?.at ?? {kind: 'bytes' as const, offset: 0, length: 0};
    sessions.read(id, messages, at);
    yield sessions.facts.splice(0);
  }
  for (const [folder, sources] of members.parts) {
    for (const member of sources) await refuseParts(member, folder, context);
  }
  sessions.finish();
  yield sessions.facts.splice(0);
  return undefined;
}

async function listMembers(source: RecordSource): Promise<Members> {
  const members: Members = {sessions: [], messages: new Map(), parts: new Map(), looseParts: []};
  for await (const {path, source: member} of source.entries()) {
    const message = MESSAGE.exec(path);
    const part = PART.exec(path);
    if (message !== null) push(members.messages, message[1] ?? '', member);
    else if (part !== null) {
      if (part[1] === undefined) members.looseParts.push(member);
      else push(members.parts, part[1], member);
    } else if (SESSION.test(path)) members.sessions.push(member);
  }
  return members;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

async function readDocs(
  member: RecordSource,
  kind: DocKind,
  {signal, tally}: ParseContext,
): Promise<readonly Doc[]> {
  const docs: Doc[] = [];
  for await (const batch of member.records()) {
    signal.throwIfAborted();
    for (const {value, at} of batch) {
      if (isObject(value) && isUsable(value, kind)) {
        tally.accept();
        docs.push({value, at});
      } else {
        const message = `expected a ${kind} of OpenCode`;
        tally.refuse({code: 'unusable-record', severity: 'data-loss', message, at});
      }
    }
  }
  return docs;
}

/** Parts may be of types that are not known yet. */
function isUsable(value: JsonObject, kind: DocKind): boolean {
  return toDocKind(value) === kind || (kind === 'part' && textOf(value, 'type') !== undefined);
}

/** Parts of a message that is not there: its session is not known, so there is no place for them. */
async function refuseParts(
  member: RecordSource,
  folder: string,
  {tally}: ParseContext,
): Promise<void> {
  const message = `a part of the message ${folder.slice(0, 80)}, which is not in the folder`;
  for await (const batch of member.records()) {
    for (const {at} of batch)
      tally.refuse({code: 'part-without-message', severity: 'data-loss', message, at});
  }
}
