import {createHash, randomUUID} from 'node:crypto';
import {mkdir, open, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';

/**
 * Keeps what comes from standard input as `<caseDir>/sources/<sha256>`, so that locators lead somewhere.
 * The same input twice is the same file.
 *
 * @returns the path of the copy
 */
export async function spoolStdin(
  input: AsyncIterable<Buffer>,
  caseDir: string,
  signal: AbortSignal,
): Promise<string> {
  const folder = join(caseDir, 'sources');
  await mkdir(folder, {recursive: true, mode: 0o700});
  const draft = join(folder, `.${randomUUID()}.part`);
  const hash = createHash('sha256');
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      for await (const chunk of input) {
        signal.throwIfAborted();
        hash.update(chunk);
        await file.writeFile(chunk);
      }
    } finally {
      await file.close();
    }
    const path = join(folder, hash.digest('hex'));
    await rename(draft, path);
    return path;
  } catch (error) {
    await rm(draft, {force: true});
    throw error;
  }
}
