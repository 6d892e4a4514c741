import {randomUUID} from 'node:crypto';
import {open, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {OpenedFile} from '../open-file.js';
import {openSlice} from '../open-file.js';
import type {MemberList, PackedMember} from './archive.js';
import {readSlice} from './byte-slice.js';
import type {ByteSlice} from './byte-slice.js';
import {unpackBytes} from './encoding.js';
import {listTar} from './tar.js';
import {isZip, listZip} from './zip.js';

/** An archive whose members can be opened in any order; close it when they are no longer read. */
export interface OpenedArchive {
  readonly path: string;
  readonly sizeBytes: number;
  /** Member paths, sorted. */
  readonly files: readonly string[];
  readonly skipped: MemberList['skipped'];
  /** A member; undefined where there is none of that path. */
  open(path: string): Promise<OpenedFile | undefined>;
  /** Where its packed bytes lie, for another process to open; undefined as above. */
  find(path: string): Promise<PackedMember | undefined>;
  close(): Promise<void>;
}

/**
 * Opens what `openFile` called an archive. A compressed tar is unpacked once into a temporary file
 * that nobody else can read, since its members could otherwise only be read in order.
 *
 * @throws UserError for a zip without a list of members; the error of the file system
 */
export async function openArchive(file: OpenedFile, signal: AbortSignal): Promise<OpenedArchive> {
  const spool = file.encodings.length === 0 ? undefined : await spoolTar(file, signal);
  try {
    const list = isZip(file.sniff.start)
      ? await listZip(file.path)
      : await listTar(spool?.slice ?? file.slice, signal);
    return makeArchive(file, list, spool);
  } catch (error) {
    await spool?.remove();
    throw error;
  }
}

function makeArchive(file: OpenedFile, list: MemberList, spool: Spool | undefined): OpenedArchive {
  const byPath = new Map(list.members.map((member) => [member.path, member]));
  const find: OpenedArchive['find'] = (path) =>
    byPath.get(path)?.open() ?? Promise.resolve(undefined);
  const broken = spool?.problem === undefined ? [] : [{path: '(the rest)', reason: spool.problem}];
  return {
    path: file.path,
    sizeBytes: file.sizeBytes,
    files: [...byPath.keys()],
    skipped: [...list.skipped, ...broken],
    open: async (path) => {
      const packed = await find(path);
      return packed === undefined ? undefined : openSlice(join(file.path, path), packed);
    },
    find,
    close: async () => {
      await list.close();
      await spool?.remove();
    },
  };
}

interface Spool {
  readonly slice: ByteSlice;
  readonly problem: string | undefined;
  readonly remove: () => Promise<void>;
}

async function spoolTar(file: OpenedFile, signal: AbortSignal): Promise<Spool> {
  const path = join(tmpdir(), `whatbroke-${randomUUID()}.tar`);
  const remove = (): Promise<void> => rm(path, {force: true});
  let problem: string | undefined;
  const bytes = unpackBytes(readSlice(file.slice), {
    encodings: file.encodings,
    packedBytes: file.sizeBytes,
    onProblem: (message) => {
      problem ??= message;
    },
  });
  try {
    const out = await open(path, 'wx', 0o600);
    try {
      for await (const chunk of bytes) {
        signal.throwIfAborted();
        await out.writeFile(chunk);
      }
    } finally {
      await out.close();
    }
    const slice = {diskPath: path, start: 0, sizeBytes: (await stat(path)).size};
    return {slice, problem, remove};
  } catch (error) {
    await remove();
    throw error;
  }
}
