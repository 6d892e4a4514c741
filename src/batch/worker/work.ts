import {types} from 'node:util';
import {parsers} from '../../../parsers/index.js';
import {ingest} from '../../ingest/ingest.js';
import type {MemberInput} from '../../ingest/ingest.js';
import {isFileProblem} from '../../ingest/input-files.js';
import {openFile, openSlice} from '../../ingest/open-file.js';
import {UserError} from '../../model/user-error.js';
import {openContainerSqlite} from '../../store/container-sqlite.js';
import {JudgeDesk} from './judge-desk.js';
import type {WorkerPort} from './port.js';
import type {ReadTask, TaskEnd, ToWorker} from './protocol.js';
import {DuplicateSource, RemoteSink} from './remote-sink.js';
import {TaskLink} from './task-link.js';

/** Least bytes between two words on how far a file is read. */
const PROGRESS_BYTES = 4 * 1024 * 1024;

/** Does the tasks that come through the port, one after the other, until the port is closed. */
export function serveTasks(port: WorkerPort): void {
  const link = new TaskLink((message) => {
    port.send(message);
  });
  const desk = new JudgeDesk();
  port.onMessage((message) => {
    if (link.take(message)) return;
    void doTask(message, link, desk).then((end) => {
      link.endTask();
      port.send(end);
    });
  });
  port.send({kind: 'ready'});
}

async function doTask(message: ToWorker, link: TaskLink, desk: JudgeDesk): Promise<TaskEnd> {
  try {
    if (message.kind === 'judge') return {kind: 'judged', rows: desk.judge(message)};
    if (message.kind === 'read') return await readTask(message, link);
    return {kind: 'broke', message: `a worker cannot do ${message.kind}`};
  } catch (error) {
    const text = types.isNativeError(error) ? (error.stack ?? error.message) : String(error);
    return {kind: 'broke', message: text};
  }
}

async function readTask(
  {task, format, map}: Extract<ToWorker, {readonly kind: 'read'}>,
  link: TaskLink,
): Promise<TaskEnd> {
  let told = 0;
  try {
    const {sources, skipped} = await ingest({
      paths: task.kind === 'whole' ? [task.path] : [],
      members: task.kind === 'whole' ? [] : [toMember(task, link)],
      sink: new RemoteSink(link),
      parsers,
      // Nothing stops a worker but its end: then the session is dropped by the writer.
      signal: new AbortController().signal,
      openTables: openContainerSqlite,
      ...(format === undefined ? {} : {format}),
      ...(map === undefined ? {} : {map}),
      onProgress: ({bytesDone}) => {
        if (bytesDone - told < PROGRESS_BYTES) return;
        told = bytesDone;
        link.send({kind: 'progress', bytesDone});
      },
    });
    return {kind: 'read', sources, skipped};
  } catch (error) {
    if (error instanceof DuplicateSource) {
      return {kind: 'read', sources: [], skipped: [{path: task.path, reason: error.message}]};
    }
    if (!(error instanceof UserError) && !isFileProblem(error)) throw error;
    const reason = types.isNativeError(error) ? error.message : String(error);
    return {kind: 'read', sources: [], skipped: [{path: task.path, reason}]};
  }
}

function toMember(task: Exclude<ReadTask, {readonly kind: 'whole'}>, link: TaskLink): MemberInput {
  const {path, sizeBytes} = task;
  if (task.kind === 'file') return {path, sizeBytes, open: () => openFile(path)};
  return {
    path,
    sizeBytes,
    isInArchive: true,
    open: () => openSlice(path, task.packed),
    openSibling: async (sibling) => {
      const packed = await link.askSibling(sibling);
      return packed === undefined ? undefined : openSlice(`${path}/../${sibling}`, packed);
    },
  };
}
