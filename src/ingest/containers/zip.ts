import {getFileNameLowLevel, openPromise, parseExtraFields} from 'yauzl';
import type {Entry, ZipFile} from 'yauzl';
import {UserError} from '../../model/user-error.js';
import {MAX_ARCHIVE_MEMBERS, MemberCollector} from './archive.js';
import type {MemberList} from './archive.js';
import type {Encoding} from './encoding.js';

/** Compression methods of the zip format (APPNOTE 4.4.5) that are read. */
const METHODS = new Map<number, readonly Encoding[]>([
  [0, []],
  [8, ['deflate']],
  [93, ['zstd']],
]);
const ENCRYPTED = 1;
const MAGIC = Buffer.from('PK', 'latin1');

/** Tells a zip from the other archives. */
export function isZip(start: Buffer): boolean {
  return start.subarray(0, MAGIC.length).equals(MAGIC);
}

/**
 * Members of a zip file, by its central directory.
 *
 * @throws UserError when there is none
 */
export async function listZip(path: string): Promise<MemberList> {
  const zip = await openZip(path);
  const found = new MemberCollector();
  try {
    for await (const entry of zip.eachEntry()) {
      if (found.isFull) {
        found.skip('(more members)', `behind the first ${String(MAX_ARCHIVE_MEMBERS)}`);
        break;
      }
      addEntry(found, zip, {entry, path});
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    found.skip('(more members)', `the list of members cannot be read further: ${reason}`);
  }
  return {
    members: found.list(),
    skipped: found.skipped,
    close: () => {
      zip.close();
      return Promise.resolve();
    },
  };
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, {
      lazyEntries: true,
      autoClose: false,
      // Names are made safe by us: a bad one must not end the list.
      decodeStrings: false,
      validateEntrySizes: false,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${path}: a zip file that is broken or cut: ${reason}`, {
      next: 'unpack what can be unpacked, and name the files',
      cause: error,
    });
  }
}

function addEntry(
  found: MemberCollector,
  zip: ZipFile,
  {entry, path}: {readonly entry: Entry; readonly path: string},
): void {
  const name = nameOf(entry);
  if (/[/\\]$/.test(name)) return;
  const encodings = METHODS.get(entry.compressionMethod);
  if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) {
    found.skip(name, 'encrypted: unpack it with its password first');
  } else if (encodings === undefined) {
    found.skip(name, `zip compression method ${String(entry.compressionMethod)} is not read`);
  } else {
    found.add(name, async () => {
      const {fileDataStart} = await zip.readLocalFileHeaderPromise(entry, {minimal: true});
      const slice = {diskPath: path, start: fileDataStart, sizeBytes: entry.compressedSize};
      return {slice, encodings};
    });
  }
}

function nameOf({generalPurposeBitFlag, fileNameRaw, extraFieldRaw}: Entry): string {
  try {
    const fields = parseExtraFields(extraFieldRaw);
    return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, fields, false);
  } catch {
    // Extra fields that are cut: the plain name is still there.
    return fileNameRaw.toString('utf8');
  }
}
